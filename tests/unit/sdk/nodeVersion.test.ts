import { expect, it } from 'vitest';
import { refuseOldNode } from '../../../electron/sdk/nodeVersion';

it.each(['18.20.0', '20.20.2', '22.14.0'])('says in a sentence that Node %s is too old for the library', (version) => {
  expect(() => refuseOldNode(version)).toThrow(`Stepgraph needs Node 22.15 or newer; this is Node ${version}.`);
});

it.each(['22.15.0', '24.0.0', process.versions.node])('lets Node %s be', (version) => {
  refuseOldNode(version);
});
