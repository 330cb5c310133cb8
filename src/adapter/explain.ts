/** `explain`: which assumption makes the trace that is being debugged and the model agree. */
import { settingChanged } from '../world/explore/change';
import { explanationText } from '../world/explore/explanation-text';
import type { Adapter } from './adapter';
import { explainFor } from './background/answers-for';
import { messageOf } from './protocol/user-error';

/** Tells it when it is found. The run stands where it stood, and can be moved meanwhile. */
export async function tellExplanations(adapter: Adapter): Promise<void> {
  const { client, host } = adapter;
  const { program, launch } = adapter.requireStopped();
  const work = new AbortController();
  const progress = adapter.progress.begin({ title: 'Looking for what explains it', cancel: () => work.abort() });
  const { text } = settingChanged(program.trace.text, launch);
  try {
    const explained = await explainFor(
      host,
      { program: launch.program, text },
      {
        signal: work.signal,
        onProgress: ({ done }) => {
          progress.update(done);
          if (adapter.closed) work.abort();
        },
      },
    );
    client.output('console', explanationText(explained));
  } catch (error) {
    if (!adapter.closed) client.output('stderr', `${messageOf(error)}\n`);
  } finally {
    progress.end();
  }
}
