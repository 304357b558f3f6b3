import { app, dialog } from 'electron';
import type { Host } from '../host/createHost';

/**
 * What nobody expected is written to the log, which blackens secrets, and told in a sentence without a word of what is inside. Electron's own
 * dialog would show the error as it is. Nothing is sent anywhere: the app has no crash reporter, and its pages' crashes go to the log as well.
 */
export function reportCrashes(log: Host['log'], logFile: string): void {
  let isTold = false;
  process.on('uncaughtException', (error) => {
    log.error('Nobody has caught an error', error);
    if (isTold) return;
    isTold = true;
    dialog.showErrorBox(
      'Something went wrong in Stepgraph itself',
      `What runs goes on as far as it can; if anything looks odd, start Stepgraph again. What happened is written in ${logFile}.`,
    );
  });
  process.on('unhandledRejection', (reason) => log.error('Nobody has waited for a failure', reason));
  app.on('render-process-gone', (_event, _contents, { reason, exitCode }) => log.error(`The page is gone: ${reason} (${exitCode})`));
  app.on('child-process-gone', (_event, { type, reason }) => log.warn(`A process of ${type} is gone: ${reason}`));
}
