import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from 'mockwx-page';

test('alice is logged in', async () => {
  const page = await open('pages/form/form', { user: 'alice' });

  assert.match(page.find('.openid').textContent, /已登录 o/);
});

test('alice fills in who she is', async () => {
  const page = await open('pages/form/form', { user: 'alice' });

  await page.input('input', '小明');
  await page.tap('#save');
  await page.tap('.wrapper');
  await page.tap('#phone');

  assert.equal(page.find('.nickname').textContent, '小明');
  assert.equal(page.find('.phone').textContent, '13800000001');
  assert.ok(page.data.saved.avatar > 1000);
});

test('alice keeps her phone number', async () => {
  const page = await open('pages/form/form', { user: 'alice' });

  page.phone.next('getPhoneNumber', { deny: true });
  await page.tap('#phone');

  assert.equal(page.find('.problem').textContent, 'getPhoneNumber:fail user deny');
});
