import { describe, expect, it } from 'vitest';
import { cutId } from './cut-id.ts';

describe('cutId', () => {
  it('leaves a short id as it is', () => {
    expect(cutId('auth-7f3.12')).toEqual({ head: 'auth-7f3.12', tail: '' });
  });

  it('keeps the number at the end', () => {
    const id = 'authentication-service-with-a-long-id.2';
    expect(cutId(id)).toEqual({ head: 'authentication-service-with-a-long-id', tail: '.2' });
    expect(cutId('a-long-project-name-1234').tail).toBe('-1234');
  });

  it('keeps some characters where there is no number, or one that is too long', () => {
    expect(cutId('averylongidwithoutparts').tail).toBe('parts');
    expect(cutId('a-long-name.averylongpart').tail).toBe('gpart');
  });
});
