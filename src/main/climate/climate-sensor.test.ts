import { appendFileSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock, type Clock } from '../platform/index.ts';
import { humidityText, parseClimate, temperatureText } from './climate-reading.ts';
import { ClimateSensor } from './climate-sensor.ts';

describe('what a sensor says', () => {
  it.each([
    ['24.6 45', 246, 45], ['24.6,45\n', 246, 45], ['T=-3.24 H=99.6', -32, 100], ['20.0 40\n21.0 41\n', 210, 41], ['t=22 ; h=50\r\n', 220, 50],
  ])('is read from %j', (text, temperatureTenths, humidityPercent) => {
    expect(parseClimate(text)).toEqual({ temperatureTenths, humidityPercent });
  });

  it.each(['', 'error', '24.6', '999 45', '24.6 145', '24.6 45 %{localtime}', '%{pts} 45', '24.6 45\nerror'])('is nothing when it is %j', (text) => {
    expect(parseClimate(text)).toBeNull();
  });

  it('stands in the picture with its unit, and as two dashes when there is none', () => {
    expect([temperatureText({ temperatureTenths: 246, humidityPercent: 45 }), humidityText({ temperatureTenths: 246, humidityPercent: 45 })]).toEqual(['24.6℃', '45%']);
    expect([temperatureText(null), humidityText(null)]).toEqual(['--℃', '--%']);
  });
});

describe('a sensor’s file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'shilu-climate-'));
  let sensor: ClimateSensor | undefined;
  let laterMs = 0;
  const clock: Clock = { wallMs: () => systemClock.wallMs(), monotonicMs: () => systemClock.monotonicMs() + laterMs };
  afterEach(async () => {
    await sensor?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const until = async (fact: () => boolean) => {
    for (let look = 0; look < 500 && !fact(); look += 1) await new Promise((resolve) => setTimeout(resolve, 10));
    expect(fact()).toBe(true);
  };

  it('counts from when it changes, whatever time it claims, and goes stale when it stops', async () => {
    const path = join(folder, 'climate.txt');
    writeFileSync(path, '19.0 30\n');
    let changes = 0;
    sensor = new ClimateSensor({ path, clock, everyMs: 10, onChange: () => (changes += 1) });
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(sensor.reading, 'of unknown age').toBeNull();
    appendFileSync(path, '23.4 44\n');
    utimesSync(path, 1_000, 1_000);
    await until(() => sensor?.reading?.temperatureTenths === 234);
    laterMs = 9_000;
    expect(sensor.reading).toBeNull();
    await until(() => changes >= 2);
    writeFileSync(path, '23.9 45');
    await until(() => sensor?.reading?.humidityPercent === 45);
    rmSync(path);
    laterMs = 30_000;
    await until(() => sensor?.reading === null);
  });
});
