import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Template } from '../../shared/ipc/contract/workflows';
import { workflowSchema } from '../../shared/workflow/schema';
import type { Logger } from '../engine/ports';

/** The example workflows: every JSON file of the folder, by name. One that can't be read is left out and logged. */
export function readTemplates(folder: string, log: Logger): readonly Template[] {
  const files = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .toSorted();
  return files.flatMap((file) => {
    try {
      const definition = workflowSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      return [{ id: basename(file, '.json'), definition }];
    } catch (error) {
      log.warn(`The example ${file} can't be read`, error);
      return [];
    }
  });
}
