/**
 * node --import ./tests/support/electron-double/register.mjs out/main/main.js
 *
 * Runs the built desktop app, unmodified, where there is no Electron: whatever imports `electron` gets the double.
 */
import { registerHooks } from 'node:module';

const double = new URL('./electron.mjs', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: double, format: 'module', shortCircuit: true } : next(specifier, context),
});
