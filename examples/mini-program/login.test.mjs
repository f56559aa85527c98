import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from 'mockwx-page';

const dir = new URL('miniprogram', import.meta.url).pathname;

test('alice logs in, and fills in who she is', async () => {
  const page = await open('pages/form/form', { dir, user: 'alice' });

  assert.match(page.data.openid, /^o/);
  await page.input('input', '小明');
  await page.tap('#save');
  assert.equal(page.find('.nickname').textContent, '小明');
});
