import type { Host } from '../../electron/host/createHost';
import type { ContentBlock, Message, Session } from '../../shared/session/session';
import { newSession, sessionSettings } from '../support/sessions';

/** The session that has all the messages. */
export const LONG = 'ses_long';

const WORDS = ['port', 'schema', 'database', 'refactor', 'component', 'release', 'typecheck', 'lint', 'report', 'branch'];

/** So many sessions with one message each, and one more with so many messages and checkpoints in its middle and at its end. */
export async function fillWithSessions({ store, sessions: { checkpoints } }: Host, size: number): Promise<void> {
  const writes: Promise<unknown>[] = [];
  for (let index = 0; index < size; index += 1) {
    const id = `ses_${index}`;
    writes.push(store.sessions.create(sessionOf(id, index)), store.sessions.append(messageOf(id, 0, null, index), null));
    if (index % 1_000 === 999) await Promise.all(writes.splice(0));
  }
  writes.push(store.sessions.create(sessionOf(LONG, -1)));
  let parent: Message | null = null;
  for (let index = 0; index < size; index += 1) {
    parent = messageOf(LONG, index, parent, index);
    writes.push(store.sessions.append(parent, null));
    if (index + 1 === middleOf(size)) {
      await Promise.all(writes.splice(0));
      await checkpoints.save(LONG, 'middle');
    }
    if (index % 1_000 === 999) await Promise.all(writes.splice(0));
  }
  await Promise.all(writes);
  await checkpoints.save(LONG, 'end');
}

/** The depth of the answer that the checkpoint `middle` names. */
export function middleOf(size: number): number {
  return 4 * Math.floor(size / 8) + 4;
}

function sessionOf(id: string, index: number): Session {
  const at = new Date(Date.UTC(2026, 0, 1) - index * 60_000).toISOString();
  const settings = sessionSettings('/repository', {
    model: `model-${Math.abs(index) % 4}`,
    systemPrompt: 'You are a DevOps engineer. Report results only, no conversation.',
  });
  return newSession(id, settings, {
    title: id === LONG ? 'The long one' : `workflow ${index % 20}/Step ${index}`,
    createdAt: at,
    lastActiveAt: at,
    closedAt: index % 3 === 0 ? at : null,
    metadata: { workflowName: `workflow ${Math.abs(index) % 20}`, runId: `run_${index}`, stepId: 'step' },
  });
}

function messageOf(sessionId: string, index: number, parent: Message | null, seed: number): Message {
  const role = index % 2 === 0 ? 'user' : 'assistant';
  return {
    id: `msg_${sessionId}_${index}`,
    sessionId,
    parentId: parent?.id ?? null,
    depth: (parent?.depth ?? 0) + 1,
    role,
    content: contentOf(role, index, seed),
    createdAt: '2026-01-01T00:00:00.000Z',
  };
}

/** Turns of four messages: a prompt, two calls, their results, and an answer in markdown. */
function contentOf(role: Message['role'], index: number, seed: number): ContentBlock[] {
  const words = Array.from({ length: 60 }, (_, word) => WORDS[(seed * 7 + word * 3 + (word % (1 + (seed % 5)))) % WORDS.length]);
  const text = `${words.join(' ')} unusual${seed} Message ${index + 1}.`;
  switch (index % 4) {
    case 1:
      return [
        { type: 'text', text: words.slice(0, 12).join(' ') },
        { type: 'tool_use', id: `call_${index}_0`, name: 'read', input: { path: `src/${words[0]}.ts` } },
        { type: 'tool_use', id: `call_${index}_1`, name: 'grep', input: { pattern: words[1] ?? '', path: 'src' } },
      ];
    case 2:
      return [0, 1].map((call) => ({
        type: 'tool_result',
        tool_use_id: `call_${index - 1}_${call}`,
        content: Array.from({ length: 60 }, (_, line) => `${line}: const ${words[line]} = ${seed};`).join('\n'),
      }));
    default:
      return [{ type: 'text', text: role === 'user' ? text : markdown(words, text) }];
  }
}

function markdown(words: readonly (string | undefined)[], text: string): string {
  const [a, b, c] = words;
  return [
    `## The ${a} of the **${b}**`,
    `- \`${a}\`: ${words.slice(10, 20).join(' ')}\n- \`${b}\`: ${words.slice(20, 30).join(' ')}`,
    `\`\`\`ts\nexport function ${c}(): string {\n  return '${a}';\n}\n\`\`\``,
    `| what | how |\n| --- | --- |\n| ${a} | ${b} |\n| ${b} | ${c} |`,
    text,
  ].join('\n\n');
}
