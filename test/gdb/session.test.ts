import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { generator } from '../random';
import { Client, packet } from './client';

const TRACE = `xtrace 1
machine sapphire-rapids
kernel linux
data numbers = u64[4] { 1, 2, 3, 4 }
data cfg = tilecfg { tmm0: 16x64 }
data ramp = i32[16][16] ramp(0, 1)
task A
task B
switch A
    mov rax, 0x1122334455667788
    mov rbx, 5
    mov [numbers], rbx
    mov rcx, [numbers]
    mov [numbers], rax
    mov r8d, 64
    syscall arch_prctl(ARCH_REQ_XCOMP_PERM, 18)
    ldtilecfg [cfg]
    tileloadd tmm0, [ramp + r8*1]
    nop
switch B
    mov rax, 7
`;

const TRAP = 'T05thread:1;';

function littleEndian(value: bigint): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(value);
  return bytes.toString('hex');
}

/** Behind `switch A`. */
async function inA(): Promise<Client> {
  const client = new Client(TRACE);
  await client.ask('vCont;s');
  return client;
}

async function addressOf(client: Client, expression: string): Promise<bigint> {
  return BigInt((/0x[0-9a-f]+/.exec(await client.monitor(expression)) ?? ['0'])[0]);
}

describe('a debuggee of the remote protocol', () => {
  it('says what it can do, and answers what it does not know with nothing', async () => {
    const client = new Client(TRACE);
    const features = (await client.ask('qSupported:multiprocess+;xmlRegisters=i386')).split(';');
    for (const wanted of ['QStartNoAckMode+', 'qXfer:features:read+', 'ReverseStep+', 'ReverseContinue+', 'swbreak+']) {
      assert.ok(features.includes(wanted), wanted);
    }
    for (const unknown of [
      'vMustReplyEmpty',
      'qTStatus',
      'QNonStop:1',
      'jThreadsInfo',
      '_M10,rwx',
      'vFile:unlink:00',
      'toString',
      'q',
    ]) {
      assert.equal(await client.ask(unknown), '', unknown);
    }
  });

  it('offers to tell of execve to who asks for that, of a program that was launched by itself', async () => {
    const asked = async (client: Client, features: string) => (await client.ask(`qSupported${features}`)).split(';');
    const offered = 'exec-events+';
    assert.ok(!(await asked(new Client(TRACE), `:${offered}`)).includes(offered), 'a trace is no process');
    const program = () => new Client(TRACE, { runsProgram: true });
    assert.ok((await asked(program(), `:multiprocess+;${offered};vContSupported+`)).includes(offered));
    for (const others of ['', ':exec-events-', ':multiprocess+']) {
      assert.ok(!(await asked(program(), others)).includes(offered), others);
    }
  });

  it('acknowledges packets until it is told not to, asks for damaged ones again, and repeats itself', async () => {
    const client = new Client(TRACE);
    await client.ask('qAttached');
    assert.equal(client.stream, '+$0#30');
    client.session.receive(Buffer.from('$qAttached#00'));
    assert.equal(client.stream.slice(6), '-');
    client.session.receive(Buffer.from('-'));
    assert.equal(client.stream.slice(7), '$0#30');
    assert.equal(await client.ask('QStartNoAckMode'), 'OK');
    const from = client.stream.length;
    await client.ask('qAttached');
    assert.equal(client.stream.slice(from), '$0#30');
  });

  it('answers a packet once that comes again before its answer', async () => {
    const client = new Client(TRACE);
    // What gdb sends where a server takes long to start.
    client.session.receive(Buffer.concat([packet('qC'), packet('qC'), packet('qC')]));
    while (!client.stream.includes('$')) await new Promise((soon) => setImmediate(soon));
    await client.ask('qAttached');
    assert.equal(client.stream.replaceAll('+', ''), '$QCf4240#c4$0#30');
  });

  it('describes the registers as gdb does itself, name by name, in the order of their numbers', async () => {
    const client = new Client(TRACE);
    const xml = await client.object('features:read:target.xml');
    const registers = [...xml.matchAll(/<reg name="([^"]+)" bitsize="(\d+)" type="([^"]+)"/g)];
    const own = registers.map(([, name, bits, type], number) => `${number} ${name} ${bits} ${type}`);
    const recorded = readFileSync(path.join(__dirname, '../fixtures/gdb/registers-avx512.txt'), 'utf8')
      .trim()
      .split('\n');
    assert.deepEqual(own.slice(0, recorded.length), recorded);
    assert.deepEqual(
      registers.slice(recorded.length).map(([, name]) => name),
      ['pkru', 'xcr0', 'xfd', 'xfd_err', 'tilecfg', ...[0, 1, 2, 3, 4, 5, 6, 7].map((tile) => `tmm${tile}`)],
    );
  });

  it('has the registers of APX in gdb’s own feature for them', async () => {
    const text = 'xtrace 1\nmachine diamond-rapids\nkernel linux\ntask A\nswitch A\n    mov r16, 7\n    nop\n';
    const client = new Client(text);
    const xml = await client.object('features:read:target.xml');
    const feature = /<feature name="org.gnu.gdb.i386.apx">(.*?)<\/feature>/s.exec(xml)?.[1] ?? '';
    const names = [...feature.matchAll(/<reg name="(r\d+)" bitsize="64" type="int64"\/>/g)].map(([, name]) => name);
    assert.deepEqual(
      names,
      Array.from({ length: 16 }, (_, index) => `r${16 + index}`),
    );
    await client.ask('vCont;s');
    await client.ask('vCont;s');
    const number = [...xml.matchAll(/<reg name="([^"]+)"/g)].findIndex(([, name]) => name === 'r16').toString(16);
    assert.equal(await client.ask(`p${number}`), littleEndian(7n));
    assert.equal(await client.ask(`P${number}=${littleEndian(9n)}`), 'OK');
    assert.match(await client.monitor('r16'), /^(9|0x9)\b/);
  });

  it('leaves out of the description what the processor does not have', async () => {
    const client = new Client('xtrace 1\nmachine zen4 -avx512f\nkernel linux\ntask A\nswitch A\n    nop\n');
    const xml = await client.object('features:read:target.xml');
    assert.doesNotMatch(xml, /tmm0|zmm0h|"k0"|xfd/);
    assert.match(xml, /ymm15h/);
  });

  it('reads and sets registers by number and all together, large ones apart', async () => {
    const client = await inA();
    await client.ask('vCont;s');
    assert.equal(await client.ask('p0'), littleEndian(0x1122334455667788n));
    const all = await client.ask('g');
    assert.equal(all.slice(0, 16), littleEndian(0x1122334455667788n));
    // 24 of 64 bits, ... : as many bytes as the description's registers up to PKRU have.
    const xml = await client.object('features:read:target.xml');
    const bits = [...xml.slice(0, xml.indexOf('org.xtrace')).matchAll(/bitsize="(\d+)"/g)].map(([, each]) =>
      Number(each),
    );
    assert.equal(all.length / 2, bits.reduce((sum, each) => sum + each, 0) / 8);
    assert.equal(await client.ask(`P1=${littleEndian(99n)}`), 'OK');
    assert.match(await client.monitor('rbx'), /^(99|0x63)\b/);
    assert.equal(await client.ask(`G${littleEndian(3n)}${littleEndian(4n)}${all.slice(32)}`), 'OK');
    assert.equal(await client.ask('p1'), littleEndian(4n));
    assert.match(await client.ask(`P12=${'00'.repeat(4)}`), /^E\.cs cannot be set/);
    assert.match(await client.ask('P0=00'), /^E\.rax has 8 bytes/);
    assert.match(await client.ask('pffff'), /^E\./);
  });

  it('shows a tile with its 1,024 bytes, and sets its elements', async () => {
    const client = await inA();
    for (let step = 0; step < 9; step++) await client.ask('vCont;s');
    const xml = await client.object('features:read:target.xml');
    const names = [...xml.matchAll(/<reg name="([^"]+)"/g)].map(([, name]) => name);
    const number = names.indexOf('tmm0').toString(16);
    const bytes = Buffer.from(await client.ask(`p${number}`), 'hex');
    assert.equal(bytes.length, 1024);
    assert.deepEqual(
      [0, 1, 17, 255].map((element) => bytes.readInt32LE(4 * element)),
      [0, 1, 17, 255],
    );
    bytes.writeInt32LE(-5, 4 * 17);
    assert.equal(await client.ask(`P${number}=${bytes.toString('hex')}`), 'OK');
    assert.match(await client.monitor('tmm0.i32[1][1]'), /^-5/);
    const xcr0 = Buffer.from(await client.ask(`p${names.indexOf('xcr0').toString(16)}`), 'hex').readBigUInt64LE();
    assert.equal((xcr0 >> 17n) & 3n, 3n);
  });

  it('reads and writes memory, in digits and as bytes, and says where there is none', async () => {
    const client = await inA();
    const address = (await addressOf(client, 'numbers')).toString(16);
    assert.equal(await client.ask(`m${address},10`), littleEndian(1n) + littleEndian(2n));
    assert.equal(await client.ask(`M${address},2:0203`), 'OK');
    assert.equal(
      await client.ask(
        `X${address},4:}\x03$}]\x00`
          .replace('$', '}\x04')
          .replaceAll(/\}(.)/gs, (_all, one: string) => String.fromCharCode(one.charCodeAt(0) ^ 0x20)),
      ),
      'OK',
    );
    assert.equal(await client.ask(`m${address},4`), '23247d00');
    assert.equal(await client.ask(`X${address},0:`), 'OK');
    assert.match(await client.ask('m0,4'), /^E[0-9a-f]{2}$/);
    assert.match(await client.ask('m123456789abcdef0,4'), /^E\./);
    assert.match(await client.ask('M0,1:00'), /^E\./);
    assert.match(await client.ask(`M${address},3:00`), /^E\./);
  });

  it('stops at addresses, goes on from there, and back', async () => {
    const client = await inA();
    await client.ask('vCont;s');
    const place = Buffer.from(await client.ask('p10'), 'hex')
      .readBigUInt64LE()
      .toString(16);
    assert.equal(await client.ask(`Z0,${place},1`), 'OK');
    await client.ask('bs');
    assert.equal(await client.ask('c'), `${TRAP}swbreak:;`);
    assert.equal(await client.ask('?'), `${TRAP}swbreak:;`);
    await client.ask('s');
    await client.ask('s');
    assert.equal(await client.ask('bc'), `${TRAP}swbreak:;`);
    assert.equal(await client.ask(`z0,${place},1`), 'OK');
    assert.equal(await client.ask(`Z1,${place},1`), 'OK');
    await client.ask('bs');
    assert.equal(await client.ask('vCont;c'), `${TRAP}hwbreak:;`);
    assert.match(await client.ask('Z5,0,1'), /^E\./);
  });

  it('stops behind a write that is watched, and going back before it', async () => {
    const client = await inA();
    const address = (await addressOf(client, 'numbers')).toString(16);
    assert.equal(await client.ask(`Z2,${address},8`), 'OK');
    assert.equal(await client.ask('c'), `${TRAP}watch:${address};`);
    assert.equal(await client.ask(`m${address},8`), littleEndian(5n));
    assert.equal(await client.ask('c'), `${TRAP}watch:${address};`);
    assert.equal(await client.ask(`m${address},8`), littleEndian(0x1122334455667788n));
    assert.equal(await client.ask('bc'), `${TRAP}watch:${address};`);
    assert.equal(await client.ask(`m${address},8`), littleEndian(5n));
    assert.equal(await client.ask('bc'), `${TRAP}watch:${address};`);
    assert.equal(await client.ask(`m${address},8`), littleEndian(1n));
    assert.match(await client.ask('bc'), /replaylog:begin;$/);
    assert.equal(await client.ask(`z2,${address},8`), 'OK');
    // Before `switch A` nobody runs: memory is that of the thread that one looks at.
    assert.equal(await client.ask('Hg1'), 'OK');
    assert.equal(await client.ask(`Z3,${address},8`), 'OK');
    assert.match(await client.ask('c'), /rwatch:/);
  });

  it('steps through a range of addresses at once', async () => {
    const client = await inA();
    const rip = async () => Buffer.from(await client.ask('p10'), 'hex').readBigUInt64LE();
    const start = await rip();
    await client.ask('vCont;s');
    await client.ask('vCont;s');
    const end = await rip();
    await client.ask('bs');
    await client.ask('bs');
    assert.equal(await rip(), start);
    await client.ask(`vCont;r${start.toString(16)},${end.toString(16)}:1;c`);
    assert.equal(await rip(), end);
    assert.match(await client.ask('vCont;x'), /^E\./);
  });

  it('has tasks as threads, whose registers are where they were saved', async () => {
    const client = new Client(TRACE);
    assert.match(await client.ask('qfThreadInfo'), /^m1,2,f4240$/);
    assert.equal(await client.ask('qsThreadInfo'), 'l');
    assert.match(Buffer.from(await client.ask('qThreadExtraInfo,1'), 'hex').toString(), /^A /);
    assert.match(await client.object('threads:read:'), /<thread id="2" name="B [^"]*">/);
    for (let step = 0; step < 12; step++) await client.ask('s');
    assert.equal(await client.ask('qC'), 'QC2');
    assert.equal(await client.ask('Hg1'), 'OK');
    assert.equal(await client.ask('p1'), littleEndian(5n));
    assert.match(await client.ask(`P0=${littleEndian(1n)}`), /^E\.Thread 1 is on no CPU/);
    assert.equal(await client.ask('T2'), 'OK');
    assert.match(await client.ask('T77'), /^E\./);
    assert.match(await client.ask('Hg77'), /^E\./);
  });

  it('tells the end first, where one can still go back, and then that it is over', async () => {
    const client = await inA();
    assert.equal(await client.ask('c'), 'T05thread:2;replaylog:end;');
    // The line before is `switch B`, and still A's.
    assert.equal(await client.ask('bs'), 'T05thread:1;');
    assert.equal(await client.ask('c'), 'T05thread:2;replaylog:end;');
    assert.equal(await client.ask('c'), 'W00');
  });

  it('answers `monitor` as the debug console does, refusals too', async () => {
    const client = await inA();
    assert.match(await client.monitor('info tasks'), /^A: pid/);
    assert.match(await client.monitor('1 + 1'), /^2/);
    assert.match(await client.monitor('no_such_name'), /no_such_name/);
    assert.match(await client.monitor('until rbx == 5'), /maintenance flush register-cache/);
    assert.equal(await client.ask('p1'), littleEndian(5n));
  });

  it('stands still when it is interrupted', async () => {
    const client = new Client(
      'xtrace 1\nmachine sapphire-rapids\nkernel linux\ntask A\nswitch A\nagain:\n    jmp again\n',
    );
    const stopped = client.ask('c');
    await new Promise((soon) => setImmediate(soon));
    client.session.receive(Buffer.from([3]));
    assert.equal(await stopped, 'T02thread:1;');
  });

  it('gives no file but the programs of the trace, and has no siginfo but of a stop', async () => {
    const client = new Client(TRACE);
    assert.equal(await client.ask('vFile:setfs:0'), 'F0');
    for (const file of ['/etc/passwd', '/home/user/run.xtrace', '/proc/self/mem', '../../etc/passwd']) {
      assert.equal(await client.ask(`vFile:open:${Buffer.from(file).toString('hex')},0,0`), 'F-1,2', file);
    }
    assert.equal(await client.ask(`vFile:open:${Buffer.from('/etc/passwd').toString('hex')},1,0`), 'F-1,d');
    assert.equal(await client.ask('vFile:pread:1,10,0'), 'F-1,9');
    const siginfo = await client.object('siginfo:read:');
    assert.deepEqual([siginfo.length, siginfo.charCodeAt(0)], [128, 5]);
  });

  it('leaves when it is told to', async () => {
    for (const [goodbye, answer] of [
      ['D', 'OK'],
      ['vKill;1', 'OK'],
    ] as const) {
      const client = new Client(TRACE);
      assert.equal(await client.ask(goodbye), answer);
      await new Promise((soon) => setImmediate(soon));
      assert.ok(client.isClosed);
    }
    const client = new Client(TRACE);
    await assert.rejects(client.ask('k'), /closed/);
  });
});

describe('hostile packets', () => {
  const SEEDS = [
    'qSupported',
    'g',
    'G00',
    'p0',
    'P0=00',
    'm1000,10',
    'M1000,1:00',
    'X1000,1:a',
    'Z0,401000,1',
    'z0,401000,1',
    'Z2,1000,8',
    'vCont;s',
    'vCont;r0,ffff',
    's',
    'bs',
    'bc',
    'Hg1',
    'T1',
    '?',
    'qfThreadInfo',
    'qThreadExtraInfo,1',
    'qRcmd,696e666f',
    'qXfer:features:read:target.xml:0,fff',
    'qXfer:siginfo:read::0,80',
    'vFile:open:2f,0,0',
    'vFile:pread:1,1,1',
    'QPassSignals:e;10',
    'C05',
    'S05;0',
    'c401000',
    'qXfer:threads:read::0,10',
    'vCont;C05:1;c',
  ];

  it('each have an answer, and nothing of ours goes wrong', async function () {
    this.timeout(60_000);
    const random = generator(0x5eed);
    let client = new Client(TRACE);
    for (let round = 0; round < 1500; round++) {
      const seed = SEEDS[random(SEEDS.length)] ?? '';
      const bytes = [...Buffer.from(seed, 'latin1')];
      for (let change = random(4); change > 0; change--) {
        const at = random(bytes.length + 1);
        if (random(3) === 0) bytes.splice(at, 1);
        else if (random(2) === 0) bytes.splice(at, 0, random(256));
        else
          bytes[at % Math.max(1, bytes.length)] =
            [...Buffer.from('0123456789abcdef,;:=-'), random(256)][random(22)] ?? 0;
      }
      const text = Buffer.from(bytes).toString('latin1');
      if (/^[kD]|^vKill/.test(text)) continue;
      const answer = await client.ask(text);
      assert.equal(client.problem, undefined, text);
      if (/^[WX]/.test(answer)) client = new Client(TRACE);
    }
  });

  it('do not pile up while the program runs', () => {
    const client = new Client(
      'xtrace 1\nmachine sapphire-rapids\nkernel linux\ntask A\nswitch A\nagain:\n    jmp again\n',
    );
    client.session.receive(packet('c'));
    try {
      assert.throws(() => {
        for (let count = 0; count < 1000; count++) client.session.receive(packet(`p${count}`));
      }, /Too many packets/);
    } finally {
      client.session.dispose();
    }
  });
});
