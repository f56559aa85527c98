import { MockWx } from 'mockwx';
import { expect, test } from 'vitest';

test('vitest has a world of its own, of the server that was set up', () =>
  MockWx.use(async (mockwx) => {
    expect(mockwx.url.startsWith(`${process.env.MOCKWX_URL}/~`)).toBe(true);
    expect(await mockwx.login('alice')).toHaveLength(32);
    await expect(mockwx.verify('code2session')).rejects.toThrow(/^expected at least 1 call of code2session/);
  }));
