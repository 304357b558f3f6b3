/** Holds electron-builder.yml against electron-builder's own schema and rules; needs no network. */
import { createRequire } from 'node:module';
import { projectRoot } from '../bin/runtime.mjs';

// electron-builder does not export its validation; these are the modules its command uses.
const fromHere = createRequire(import.meta.url);
const fromBuilder = createRequire(fromHere.resolve('electron-builder/package.json'));
const fromBuilderLibrary = createRequire(fromBuilder.resolve('app-builder-lib/package.json'));

const { getConfig, validateConfiguration } = fromBuilder('app-builder-lib/out/util/config/config.js');
const { DebugLogger } = fromBuilderLibrary('builder-util');

const configuration = await getConfig(projectRoot, null, null);
await validateConfiguration(configuration, new DebugLogger(false));
console.log(`electron-builder.yml is valid: ${configuration.appId}`);
