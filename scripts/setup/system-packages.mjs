import { existsSync, readFileSync } from 'node:fs';
import { isOnPath, run, SetupError } from './run.mjs';

/** What Shilu needs from the operating system: a Debian package, and the program by which it is known elsewhere. */
const runNeeds = [
  { deb: 'ffmpeg', program: 'ffprobe' },
];
const buildNeeds = [
  { deb: 'python3', program: 'python3' },
  { deb: 'make', program: 'make' },
  { deb: 'g++', program: 'g++' },
];
const testNeeds = [
  { deb: 'chromium', program: 'chromium' },
  { deb: 'chrony', program: 'chronyd' },
  { deb: 'espeak-ng', program: 'espeak-ng' },
  { deb: 'tesseract-ocr', program: 'tesseract' },
  { deb: 'openssl', program: 'openssl' },
  { deb: 'sox', program: 'sox' },
  { deb: 'pulseaudio', program: 'pulseaudio' },
  { deb: 'pulseaudio-utils', program: 'pactl' },
  { deb: 'libasound2-plugins' },
  { deb: 'libreoffice-writer', program: 'soffice' },
  { deb: 'poppler-utils', program: 'pdftotext' },
  { deb: 'p7zip-full', program: '7z' },
  { deb: 'genisoimage', program: 'isoinfo' },
  { deb: 'unzip', program: 'unzip' },
  { deb: 'zbar-tools', program: 'zbarimg' },
  { deb: 'python3-gi' },
  { deb: 'gir1.2-gst-rtsp-server-1.0' },
  { deb: 'gstreamer1.0-tools', program: 'gst-launch-1.0' },
  { deb: 'gstreamer1.0-plugins-base' },
  { deb: 'gstreamer1.0-plugins-good' },
  { deb: 'gstreamer1.0-plugins-bad' },
  { deb: 'gstreamer1.0-plugins-ugly' },
  { deb: 'gstreamer1.0-libav' },
  { deb: 'fonts-noto-cjk' },
];

/** @param compiles better-sqlite3 may have to be compiled. Who cannot install compilers tries without: a ready-made binary may be had. */
export const needsFor = (purpose, compiles) => [
  ...runNeeds,
  ...(compiles && mayInstall() ? buildNeeds : []),
  ...(purpose === 'test' ? testNeeds : []),
];

/** Installs what is missing where it may (root on Debian); otherwise names it and stops. */
export async function ensureSystemPackages(needs, say) {
  const missing = await missingOf(needs);
  if (missing.length === 0) return;
  if (!isDebian()) throw new SetupError(`Please install: ${missing.map((need) => need.program ?? need.deb).join(', ')}. Then run the same command again.`);
  const names = missing.map((need) => need.deb);
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (!mayInstall()) throw new SetupError(`Debian packages are missing. Please run:\n  sudo ${command}\nThen run the same command again.`);
  say(`Debian packages: installing ${names.join(' ')}`);
  const env = { DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['update', '-q'], { env });
  await run('apt-get', ['install', '-y', '-q', '-o', 'Dpkg::Use-Pty=0', '--no-install-recommends', ...names], { env });
  const left = await missingOf(missing);
  if (left.length > 0) throw new SetupError(`apt-get could not install ${left.map((need) => need.deb).join(' ')} (its message is above). Mend that, then run the same command again.`);
}

/** On Debian the package database decides; a program that somebody put on the path counts as well. */
async function missingOf(needs) {
  const unknown = needs.filter((need) => need.program === undefined || !isOnPath(need.program));
  if (unknown.length === 0 || !isDebian()) return unknown.filter((need) => need.program !== undefined);
  const { output } = await run('dpkg-query', ['-W', '-f', '${Package} ${db:Status-Status}\n', ...unknown.map((need) => need.deb)], { quiet: true });
  const installed = new Set(output.split('\n').filter((line) => line.endsWith(' installed')).map((line) => line.split(' ')[0]));
  return unknown.filter((need) => !installed.has(need.deb));
}

function mayInstall() {
  return isDebian() && process.getuid?.() === 0;
}

function isDebian() {
  if (!existsSync('/etc/os-release') || !isOnPath('dpkg-query')) return false;
  return /^ID(_LIKE)?=.*debian/m.test(readFileSync('/etc/os-release', 'utf8'));
}
