/** An exception of the current step: noted, and delivered at the next moment. */
import { exceptionRow, type Fault } from '../../machine/architecture/exception';
import { outcomeOfFault } from '../program/outcome';
import type { World } from '../state/world';

export function raise(world: World, fault: Fault): void {
  const { flow, cpu } = world;
  const { mnemonic, detail } = fault;
  flow.fault = { mnemonic, detail };
  flow.phase = 'fault';
  flow.outcomes.push(outcomeOfFault(fault));
  if (mnemonic === '#PF' && detail.address !== undefined) cpu.cr2 = BigInt.asUintN(64, BigInt(detail.address));
  if (mnemonic === '#NM') flow.last.xfdErr = detail.xfdErr ?? 0n;
  world.note({ kind: 'exception', name: mnemonic, vector: exceptionRow(mnemonic).vector, detail, rip: flow.address });
}
