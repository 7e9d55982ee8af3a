// Rows of the bench about a session as it is held: what recording one camera costs with everything that the station does for it, how soon after
// Start something is proven, and how far proof lags behind. The cameras run in a process of their own, so that their cost is in no figure.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { cpuOfTree, cpuWithPast, start } from './processes.mjs';
import { RpcLine } from './rpc-line.mjs';

const starts = 3;
const steadySeconds = 60;
const officers = [{ account: 'bench.one', name: '甲', pin: 'Lian-1180' }, { account: 'bench.two', name: '乙', pin: 'Hai-2290' }];

/** A room asks for two cameras: the same 1080p25 camera with sound, taken twice. Fresh stations press Start once each; the last one goes on. */
export async function session(folder, root) {
  const cli = join(root, 'dist/main/cli.mjs');
  const cameras = start(process.execPath, [cli, 'training']);
  try {
    const camera = JSON.parse(await cameras.firstLine).cameras.find(({ key }) => key === 'overview');
    const firstProof = [];
    let rows = [];
    for (let n = 1; n <= starts; n += 1) {
      const station = start(process.execPath, [cli, 'serve', '--port', '0', '--data', join(folder, `session-room-${n}`)]);
      try {
        const { rpc, pid } = JSON.parse(await station.firstLine);
        const officer = await readyRoom(rpc, camera);
        const held = await begin(officer);
        firstProof.push(held.firstProofMs);
        if (n === starts) rows = await steady(folder, pid, camera, officer);
        officer.close();
      } finally {
        await station.stop();
      }
    }
    return [...rows, { what: `Start to first proven fragment, worst of ${starts}`, ours: Math.max(...firstProof) / 1000, peer: 0.3, unit: 's', is: 'the aim' }];
  } finally {
    await cameras.stop();
  }
}

async function readyRoom(rpc, camera) {
  const admin = await RpcLine.open(rpc);
  await admin.call('account.add', { account: 'bench.chief', name: '管理员', role: 'administrator', pin: 'Zhu-9981' });
  await admin.call('auth.login', { account: 'bench.chief', pin: 'Zhu-9981' });
  for (const { pin, ...person } of officers) {
    await admin.call('account.add', { ...person, pin: `first-${pin}`, role: 'officer' });
    const line = await RpcLine.open(rpc);
    await line.call('auth.login', { account: person.account, pin: `first-${pin}` });
    await line.call('auth.changePin', { oldPin: `first-${pin}`, newPin: pin });
    line.close();
  }
  const { xaddr, rtspUrl, user, password } = camera;
  await admin.call('camera.add', { source: { kind: 'onvif', xaddr, user, password }, name: 'onvif', role: 'overview' });
  await admin.call('camera.add', { source: { kind: 'rtsp', url: rtspUrl, user, password }, name: 'rtsp', role: 'interviewee' });
  await admin.call('room.register', { roomName: '讯问室', kind: 'case-area' });
  admin.close();
  const officer = await RpcLine.open(rpc);
  await officer.call('auth.login', { account: officers[0].account, pin: officers[0].pin });
  return officer;
}

/** Checks the room, waits until its pre-roll is full, opens a session and presses Start. */
async function begin(officer) {
  let report;
  await until(async () => (report = await officer.call('check.run')).passed, 500, () => JSON.stringify(report));
  await sleep(12_000);
  const { sessionId } = await officer.call('session.open', {
    caseNumber: 'BENCH-1', kind: 'inquiry', place: '讯问室', interviewee: 'bench', secondOfficer: { account: officers[1].account, pin: officers[1].pin },
  });
  const pressedAt = performance.now();
  await officer.call('session.start', { sessionId });
  await until(async () => (await officer.call('session.get', { sessionId })).session.provenUntilMs !== null, 5);
  return { sessionId, firstProofMs: performance.now() - pressedAt };
}

async function until(isSo, pauseMs, said = () => '') {
  for (const deadline = performance.now() + 60_000; performance.now() < deadline; await sleep(pauseMs)) if (await isSo()) return;
  throw new Error(`What the bench waits for did not come ${said()}`);
}

/** How far what an open console is told of proof lies behind the clock, five times a second. Both read this machine's clock: the room has no time server here. */
async function proofLags(officer, isOver) {
  const lags = [];
  for (; !isOver(); await sleep(200)) lags.push(Date.now() - officer.room.session.provenUntilMs);
  return lags.sort((a, b) => a - b);
}

async function steady(folder, pid, camera, officer) {
  const isRun = ({ command }) => command.includes('rtsp://') && command.includes('drawtext');
  const run = cpuOfTree(pid).find(isRun);
  await sleep(8_000);
  const bare = spawn('ffmpeg', bareArguments(readFileSync(`/proc/${run.pid}/cmdline`, 'utf8').split('\0'), camera, folder), { stdio: ['pipe', 'pipe', 'inherit'] });
  const progress = progressOf(bare);
  try {
    await sleep(3_000);
    const used = () => ({ ...partsOf(pid), run: cpuWithPast(run.pid), peer: cpuWithPast(bare.pid) });
    // A machine that is too busy falls behind: what counts is the processor time for each second of media that came out.
    const media = () => ({ ours: officer.room.session.provenUntilMs / 1000, peer: progress.seconds });
    const [before, mediaBefore] = [used(), media()];
    let isOver = false;
    const lags = proofLags(officer, () => isOver);
    await sleep(steadySeconds * 1000);
    const [after, mediaAfter] = [used(), media()];
    const secondsOf = (whose) => mediaAfter[whose] - mediaBefore[whose];
    const cores = Object.fromEntries(Object.keys(before).map((part) => [part, (after[part] - before[part]) / secondsOf(part === 'peer' ? 'peer' : 'ours')]));
    isOver = true;
    const sorted = await lags;
    const is = 'ffmpeg: same camera, filter and encoder, to one file';
    return [
      { what: 'station + ffmpeg, for each 1080p25 camera', ours: cores.all / 2, peer: cores.peer, unit: 'cores', is },
      { what: 'of that: the run of ffmpeg', ours: cores.run, peer: cores.peer, unit: 'cores', is },
      { what: 'of that: the station itself', ours: cores.station / 2, peer: cores.peer, unit: 'cores', is },
      { what: 'of that: looking at what was written', ours: cores.looking / 2, peer: cores.peer, unit: 'cores', is },
      { what: 'proof lag, 99th of 100', ours: sorted[Math.floor(sorted.length * 0.99)] / 1000, peer: 2, unit: 's', is: 'the aim' },
      { what: 'proof lag, median', ours: sorted[Math.floor(sorted.length / 2)] / 1000, peer: 2, unit: 's', is: 'the aim' },
    ];
  } finally {
    bare.stdin.end('q');
    await new Promise((resolve) => bare.once('close', resolve));
  }
}

/** `looking`: the decoders of what was written, those that stay and those that have ended. */
function partsOf(pid) {
  const tree = cpuOfTree(pid);
  const station = tree.find((one) => one.pid === pid);
  const decoders = tree.filter(({ command }) => command.includes('-skip_frame'));
  return { all: cpuWithPast(pid), station: station.cpuSeconds, looking: decoders.reduce((sum, one) => sum + one.cpuSeconds, station.pastSeconds) };
}

/** How many seconds of media a bare ffmpeg has given out. */
function progressOf(bare) {
  const progress = { seconds: 0 };
  createInterface({ input: bare.stdout }).on('line', (line) => {
    const us = /^out_time_us=(\d+)/.exec(line)?.[1];
    if (us !== undefined) progress.seconds = Number(us) / 1e6;
  });
  return progress;
}

/** What the run draws and encodes, without what only a recorder needs: pictures told one by one, the camera's own stream, sound for the ears of the station. */
function bareArguments(words, { rtspUrl, user, password }, folder) {
  const valueOf = (option) => words[words.indexOf(option) + 1];
  const stamp = valueOf('-vf').slice(valueOf('-vf').indexOf('drawtext='));
  return [
    '-v', 'error', '-progress', 'pipe:1', '-stats_period', '0.5', '-rtsp_transport', 'tcp', '-threads', '1', '-i', rtspUrl.replace('rtsp://', `rtsp://${user}:${password}@`), '-vf', stamp,
    '-c:v', 'libx264', ...['-preset', '-crf', '-tune', '-bf', '-sc_threshold', '-pix_fmt'].flatMap((option) => [option, valueOf(option)]), '-g', '25',
    '-c:a', 'aac', '-b:a', '96k', '-ar', '48000', '-y', join(folder, 'bare-session.mp4'),
  ];
}
