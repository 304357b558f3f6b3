import { AppError } from '../../shared/lib/appError';
import type { SecretService } from '../ipc/hostServices';
import type { SecretStore } from '../platform/secrets';
import { isProviderSecret, type ProviderSettings } from './providerSettings';

/** Secrets as a window can set them, and never read them. */
export function createSecretService(secrets: SecretStore, provider: ProviderSettings): SecretService {
  const list = () => ({ protection: secrets.protection, secrets: secrets.list().filter(({ name }) => !isProviderSecret(name)) });
  async function set(name: string, value: string | null) {
    if (isProviderSecret(name)) throw new AppError('INVALID_INPUT', `${name} is set under Provider. Choose another name.`);
    await secrets.set(name, value);
    return list();
  }
  return {
    list,
    set,
    remove: (name) => set(name, null),
    provider: () => provider.state(),
    async saveProvider(change) {
      await provider.save(change);
      return provider.state();
    },
  };
}
