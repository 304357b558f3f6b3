import { expect, test } from 'vitest';
import { messageParams } from '../../../electron/model/messageRequest';
import { modelRequest } from '../../support/modelServer/modelRequest';

test('the prompt is cached only where that is known to be understood', () => {
  const request = modelRequest();
  expect(messageParams(request, { cachePrompt: true })).toMatchObject({ cache_control: { type: 'ephemeral' } });
  expect(messageParams(request, { cachePrompt: false })).not.toHaveProperty('cache_control');
});
