import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { refuseOldNode } from '../../../electron/sdk/nodeVersion';

const root = resolve(import.meta.dirname, '../../..');
const load = (file: string) => import(pathToFileURL(resolve(root, file)).href);
const { isCurrentNodeRecentEnough } = await load('bin/runtime.mjs');
const { whyNoWindow } = await load('scripts/electron-binary.mjs');

describe('the Node that may run Stepgraph', () => {
  it.each([
    ['20.20.2', '9', false],
    ['22.14.0', '10', false],
    ['22.15.0', '10', true],
    ['23.0.0', '9', false],
    ['24.21.0', '10', true],
  ])('%s with Node-API %s: %s', (node, napi, expected) => {
    expect(isCurrentNodeRecentEnough({ node, napi })).toBe(expected);
  });
});

describe('the manifest', () => {
  it('promises no older Node than the command and the library run under', () => {
    const { engines } = JSON.parse(readFileSync(resolve(root, 'package.json'), 'utf8'));
    const [, oldest] = /^>=(\d+\.\d+\.\d+)$/.exec(engines.node) ?? [];
    expect(() => refuseOldNode(oldest)).not.toThrow();
    expect(isCurrentNodeRecentEnough({ node: oldest, napi: '10' })).toBe(true);
  });
});

describe('a window', () => {
  it.each([
    ['without a display', { platform: 'linux', environment: {}, userId: 1000 }, /no display/],
    ['as root', { platform: 'linux', environment: { DISPLAY: ':0' }, userId: 0 }, /root/],
  ])('can not be opened %s', (_, machine, reason) => {
    expect(whyNoWindow(machine)).toMatch(reason);
  });

  it.each([
    [{ platform: 'linux', environment: { DISPLAY: ':0' }, userId: 1000 }],
    [{ platform: 'linux', environment: { WAYLAND_DISPLAY: 'wayland-0' }, userId: 1000 }],
    [{ platform: 'darwin', environment: {}, userId: 501 }],
  ])('may open on %j', (machine) => {
    expect(whyNoWindow(machine)).toBeUndefined();
  });
});
