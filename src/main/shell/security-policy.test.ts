import { describe, expect, it } from 'vitest';
import {
  contentSecurityPolicy,
  externalLink,
  isOwnAddress,
  isPermissionGranted,
  isTrustedSender,
  mayLoad,
  mayNavigate,
} from './security-policy.ts';

const foreign = [
  'https://switchyard/',
  'app://other/',
  'app://switchyard.evil/',
  'app://user@switchyard/',
  'app:switchyard',
  'file:///etc/passwd',
  'about:blank',
  'data:text/html,x',
  '',
];

describe('isOwnAddress', () => {
  it('knows the page and its files', () => {
    expect(isOwnAddress('app://switchyard/')).toBe(true);
    expect(isOwnAddress('app://switchyard/assets/a.js')).toBe(true);
    expect(isOwnAddress('app://switchyard/#/w/shop/board')).toBe(true);
  });

  it.each(foreign)('does not take %j for it', (address) => {
    expect(isOwnAddress(address)).toBe(false);
  });
});

describe('isTrustedSender', () => {
  it('trusts the main frame of the page alone', () => {
    const url = 'app://switchyard/#/w/shop/board';
    expect(isTrustedSender({ url, isMainFrame: true })).toBe(true);
    expect(isTrustedSender({ url, isMainFrame: false })).toBe(false);
    expect(isTrustedSender({ url: 'https://evil.example/', isMainFrame: true })).toBe(false);
    expect(isTrustedSender(null)).toBe(false);
  });
});

describe('isPermissionGranted', () => {
  it('lets the page copy and keep its storage, and nothing else', () => {
    expect(isPermissionGranted('clipboard-sanitized-write', 'app://switchyard/')).toBe(true);
    expect(isPermissionGranted('persistent-storage', 'app://switchyard')).toBe(true);
    expect(isPermissionGranted('clipboard-sanitized-write', 'https://evil.example/')).toBe(false);
    for (const permission of ['clipboard-read', 'media', 'geolocation', 'notifications', 'usb']) {
      expect(isPermissionGranted(permission, 'app://switchyard/')).toBe(false);
    }
  });
});

describe('mayNavigate', () => {
  it('lets a window load the page again and go nowhere else', () => {
    expect(mayNavigate('app://switchyard/')).toBe(true);
    expect(mayNavigate('app://switchyard/index.html#/w/shop/board')).toBe(true);
    expect(mayNavigate('app://switchyard/assets/a.svg')).toBe(false);
    for (const address of foreign) expect(mayNavigate(address)).toBe(false);
  });
});

describe('mayLoad', () => {
  it('lets nothing come from a network or the disk', () => {
    expect(mayLoad('app://switchyard/assets/a.js')).toBe(true);
    expect(mayLoad('blob:app://switchyard/1')).toBe(true);
    for (const address of ['https://a.example/', 'http://127.0.0.1/', 'ws://a/', 'file:///etc']) {
      expect(mayLoad(address)).toBe(false);
    }
  });
});

describe('externalLink', () => {
  it('lets http and https pass, normalised', () => {
    expect(externalLink('https://git-scm.com')).toBe('https://git-scm.com/');
    expect(externalLink('http://localhost:5173')).toBe('http://localhost:5173/');
  });

  it.each([
    'https://bank.example@evil.example/',
    'http://bank.example@evil.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://host/share',
    'ms-settings:',
    'switchyard://workspace/shop',
    'not a link',
  ])('refuses %s', (address) => {
    expect(externalLink(address)).toBeNull();
  });
});

describe('the content security policy', () => {
  it('allows no inline or evaluated script and names no other origin', () => {
    const directives = new Map(
      contentSecurityPolicy.split('; ').map((one) => [one.split(' ')[0], one]),
    );
    expect(directives.get('script-src')).toBe("script-src 'self'");
    expect(directives.get('default-src')).toBe("default-src 'none'");
    expect(contentSecurityPolicy).not.toMatch(/unsafe-eval|https?:|\*/);
  });
});
