import { runCommandLine } from './cli/commandLine';
import { processTerminal } from './cli/terminal';
import { VERBS } from './cli/verbTable';

// Not process.exit: what is still on its way into a pipe would be lost.
process.exitCode = await runCommandLine(process.argv.slice(2), processTerminal(), VERBS);
