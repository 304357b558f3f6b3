/**
 * `node bin/beneath.mjs PROGRAM …` is `node PROGRAM …` beneath a launcher that holds the other end of an IPC channel. However the launcher
 * ends, the channel does too; the program then ends at once, as if it had itself been killed: its run is stored as interrupted.
 */
import { pathToFileURL } from 'node:url';

process.on('disconnect', end);
process.channel?.unref(); // listening alone would keep the program from its own end
if (!process.connected) end();

process.argv.splice(1, 1);
await import(pathToFileURL(process.argv[1]).href);

function end() {
  process.kill(process.pid, 'SIGKILL');
}
