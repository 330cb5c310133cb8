/** `--perfetto OUT`: the timeline of a run as a file, written while it runs, so that its length does not matter. */
import { closeSync, openSync, writeSync } from 'node:fs';
import type { TimelineSink } from '../../../world/timeline/sink';
import { type TraceEvent, TraceEvents } from '../../../world/timeline/trace-events';
import { writingOrRefuse } from '../written-file';

/** Characters before something is written. */
const CHUNK = 1 << 16;

export class PerfettoFile {
  private readonly events: TraceEvents;
  /** What is written, for messages. */
  private readonly what: string;
  private readonly file: number;
  private text: string;
  private isFirst = true;

  /** @throws UsageError when the file cannot be written. */
  constructor(path: string, trace: string, cpus: number) {
    this.what = `--perfetto: ${path}`;
    this.file = writingOrRefuse(this.what, () => openSync(path, 'w'));
    const about = {
      trace,
      time: 'A microsecond is a moment of the run: an instruction, an event, a line of a kernel routine.',
    };
    this.text = `{"displayTimeUnit":"ns","otherData":${JSON.stringify(about)},"traceEvents":[`;
    this.events = new TraceEvents(cpus, (event) => this.add(event));
  }

  get timeline(): TimelineSink {
    return this.events;
  }

  /** @param moments how many the run had. */
  finish(moments: number): void {
    this.events.finish(moments);
    this.text += '\n]}\n';
    this.flush();
    closeSync(this.file);
  }

  private add(event: TraceEvent): void {
    this.text += `${this.isFirst ? '' : ','}\n${JSON.stringify(event)}`;
    this.isFirst = false;
    if (this.text.length >= CHUNK) this.flush();
  }

  private flush(): void {
    writingOrRefuse(this.what, () => writeSync(this.file, this.text));
    this.text = '';
  }
}
