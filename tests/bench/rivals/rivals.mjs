// The rivals, each given the same graph of no-op steps: `dependsOn[i]` lists the indices that step i needs.
// Plain JavaScript in its own folder with its own packages, so that nothing of theirs reaches the project.
// Each function prepares what its library lets one prepare and returns the run alone, so that only running is measured.
import { Annotation, END, START, StateGraph } from '@langchain/langgraph';
import { SqliteSaver } from '@langchain/langgraph-checkpoint-sqlite';
import { PGraph } from 'p-graph';

const name = (index) => `s${index}`;

function compileLangGraph(dependsOn, checkpointer) {
  const State = Annotation.Root({ done: Annotation({ reducer: (a, b) => a + b, default: () => 0 }) });
  const graph = new StateGraph(State);
  dependsOn.forEach((_, index) => {
    graph.addNode(name(index), async () => ({ done: 1 }));
  });
  const needed = new Set(dependsOn.flat());
  dependsOn.forEach((needs, index) => {
    if (needs.length === 0) graph.addEdge(START, name(index));
    else graph.addEdge(needs.length === 1 ? name(needs[0]) : needs.map(name), name(index));
    if (!needed.has(index)) graph.addEdge(name(index), END);
  });
  return graph.compile({ checkpointer });
}

/** LangGraph in memory. */
export function langGraph(dependsOn) {
  const graph = compileLangGraph(dependsOn, undefined);
  return async () => {
    const state = await graph.invoke({ done: 0 }, { recursionLimit: dependsOn.length + 10 });
    return state.done;
  };
}

/** LangGraph with its SQLite checkpointer. `durability`: `sync` stores each step before the next one runs, `async` (its default) beside it. */
export function langGraphSqlite(dependsOn, file, durability) {
  const saver = SqliteSaver.fromConnString(file);
  saver.db.pragma('journal_mode=WAL');
  saver.db.pragma('synchronous=FULL');
  const graph = compileLangGraph(dependsOn, saver);
  let thread = 0;
  return async () => {
    const state = await graph.invoke(
      { done: 0 },
      { recursionLimit: dependsOn.length + 10, durability, configurable: { thread_id: String(++thread) } },
    );
    return state.done;
  };
}

/** p-graph: a bare scheduler of promises, nothing stored. */
export function pGraph(dependsOn) {
  return async () => {
    let done = 0;
    const nodes = new Map(
      dependsOn.map((_, index) => [
        name(index),
        {
          run: async () => {
            done++;
          },
        },
      ]),
    );
    const dependencies = dependsOn.flatMap((needs, index) => needs.map((need) => [name(need), name(index)]));
    await new PGraph(nodes, dependencies).run();
    return done;
  };
}
