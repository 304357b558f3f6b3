import { safeStorage } from 'electron';
import type { SecretCipher } from '../platform/secrets';

/**
 * The operating system's keychain, by Electron's asynchronous interface (the other one goes away). Nothing where it would not protect
 * anything: on a Linux desktop without a password manager Electron encrypts with a password that is known to everyone (`basic_text`).
 */
export async function openKeychain(): Promise<SecretCipher | undefined> {
  if (!(await safeStorage.isAsyncEncryptionAvailable())) return undefined;
  if (process.platform === 'linux' && safeStorage.getSelectedStorageBackend() === 'basic_text') return undefined;
  return {
    encrypt: async (text) => (await safeStorage.encryptStringAsync(text)).toString('base64'),
    async decrypt(text) {
      const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(Buffer.from(text, 'base64'));
      return { text: result, isStale: shouldReEncrypt };
    },
  };
}
