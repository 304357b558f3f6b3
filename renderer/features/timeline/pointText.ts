import { plainText } from '../../../shared/lib/plainText';
import type { TimelinePoint } from './timelinePoints';

/** How a point is called: a checkpoint by its label, a turn by its prompt, with the beginning of the answer. */
export function pointText(point: TimelinePoint): { readonly title: string; readonly more?: string } {
  switch (point.kind) {
    case 'beginning':
      return { title: 'Beginning' };
    case 'checkpoint':
      return { title: plainText(point.checkpoint.label) };
    case 'message': {
      const { message, prompt } = point;
      const line = plainText(message.line) || (message.kind === 'prompt' ? 'Empty prompt' : 'Empty answer');
      const ending = message.isInterrupted ? `${line} (stopped)` : line;
      return prompt && prompt !== message ? { title: plainText(prompt.line) || 'Empty prompt', more: ending } : { title: ending };
    }
  }
}
