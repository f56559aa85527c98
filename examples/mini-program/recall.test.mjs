// The old page, before and after WeChat recalled what it shows: the world's clock alone makes the difference.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open } from 'mockwx-page';

/** A world of its own, whose clock stands still. */
async function worldOf(start) {
  const scenario = { mockwx: 1, clock: { start, mode: 'frozen' }, users: { alice: { nickname: '小明' } } };
  const body = JSON.stringify({ scenario });
  return (await fetch(`${process.env.MOCKWX_URL}/_mockwx/worlds`, { method: 'POST', body })).json();
}

for (const [day, byInfo, byProfile] of [
  ['2021-04-12', '小明', '小明'], // getUserInfo was to go on the 13th; it went when the 28th was over
  ['2021-04-29', '微信用户', '小明'],
  ['2022-10-25', '微信用户', '小明'], // getUserProfile was to go on this day; it went when 11-08 was over
  ['2022-11-09', '微信用户', '微信用户'],
]) {
  test(`on ${day} the button tells ${byInfo}, getUserProfile ${byProfile}`, async () => {
    const { base_url: url } = await worldOf(`${day}T00:00:00+08:00`);

    for (const [button, name] of [
      ['#info', byInfo],
      ['#profile', byProfile],
    ]) {
      const page = await open('pages/profile/profile', { url });
      await page.tap(button);
      assert.equal(page.find('.nickname').textContent, name);
    }
  });
}
