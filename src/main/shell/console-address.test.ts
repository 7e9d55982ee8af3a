import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { consoleAddress, consoleFile, contentSecurityPolicy, isConsoleAddress } from './console-address.ts';

const folder = join('/', 'app', 'dist', 'renderer');

describe('consoleFile', () => {
  it('finds the page and what it loads', () => {
    expect(consoleFile(consoleAddress, folder)).toBe(join(folder, 'index.html'));
    expect(consoleFile('shilu://console/', folder)).toBe(join(folder, 'index.html'));
    expect(consoleFile('shilu://console/assets/main-1a2b.js?v=1#top', folder)).toBe(join(folder, 'assets', 'main-1a2b.js'));
  });

  it.each([
    'shilu://console/../../secret', 'shilu://console/%2e%2e/%2e%2e/secret', 'shilu://console/..%2f..%2fsecret', 'shilu://console/..%5c..%5csecret',
    'shilu://console/%', 'shilu://console/a%00.js', 'shilu://elsewhere/index.html', 'file:///app/dist/renderer/index.html', 'not an address',
  ])('gives nothing outside its folder for %s', (address) => {
    const file = consoleFile(address, folder);
    expect(file === undefined || file === join(folder, 'secret')).toBe(true);
  });
});

describe('isConsoleAddress', () => {
  it('knows the console’s own pages', () => {
    expect(isConsoleAddress(consoleAddress)).toBe(true);
  });

  it.each([
    '', 'about:blank', 'http://console/index.html', 'https://shilu.example/console', 'shilu://console.example/index.html', 'shilu://someone@console/index.html',
    'shilu://console:8080/index.html', 'data:text/html,shilu://console/', 'blob:shilu://console/1',
  ])('refuses %s', (address) => {
    expect(isConsoleAddress(address)).toBe(false);
  });
});

it('lets no script in from outside and none written into the page', () => {
  const scripts = contentSecurityPolicy.split('; ').find((rule) => rule.startsWith('script-src'));
  expect(scripts).toBe("script-src 'self'");
  expect(contentSecurityPolicy).toContain("default-src 'none'");
});
