/** Loads a trace from its file up to the first step, once, and writes the most memory that this took to the standard output: MB. */
import { readFileSync } from 'node:fs';
import '../src/main/iced-on-node';
import { loadTrace, Run } from '../src/library';

const trace = loadTrace(readFileSync(process.argv[2] ?? '', 'utf8'));
if (new Run(trace).ended) throw new Error('The trace has no first step.');
process.stdout.write(String(process.resourceUsage().maxRSS / 1024));
