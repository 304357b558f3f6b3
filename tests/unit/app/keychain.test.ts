import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openKeychain } from '../../../electron/app/keychain';

const storage = vi.hoisted(() => ({
  isAvailable: true,
  backend: 'gnome_libsecret',
  isStale: false,
}));

vi.mock('electron', () => ({
  safeStorage: {
    isAsyncEncryptionAvailable: async () => storage.isAvailable,
    getSelectedStorageBackend: () => storage.backend,
    encryptStringAsync: async (text: string) => Buffer.from([...text].reverse().join('')),
    decryptStringAsync: async (bytes: Buffer) => ({ result: [...bytes.toString()].reverse().join(''), shouldReEncrypt: storage.isStale }),
  },
}));

beforeEach(() => Object.assign(storage, { isAvailable: true, backend: 'gnome_libsecret', isStale: false }));

describe('the keychain', () => {
  it('gives back what it encrypted, and says when the key has changed', async () => {
    const cipher = await openKeychain();
    const kept = (await cipher?.encrypt('secret')) ?? '';
    expect(kept).not.toContain('secret');
    expect(await cipher?.decrypt(kept)).toEqual({ text: 'secret', isStale: false });
    storage.isStale = true;
    expect(await cipher?.decrypt(kept)).toEqual({ text: 'secret', isStale: true });
  });

  it('is none where encryption is not available, or would be with a password that everyone knows', async () => {
    storage.isAvailable = false;
    expect(await openKeychain()).toBeUndefined();
    Object.assign(storage, { isAvailable: true, backend: 'basic_text' });
    expect((await openKeychain()) === undefined).toBe(process.platform === 'linux');
  });
});
