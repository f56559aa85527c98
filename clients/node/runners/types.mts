// Compiled, not run: what a reader's editor knows.
import { MockWx, MockWxError, type JournalEntry } from 'mockwx';

await MockWx.use('wechat-busy', async (mockwx) => {
    const code: string = await mockwx.login('alice');
    await mockwx.rule('code2session', { call: 1, net: 'reset', commit: true });
    // @ts-expect-error there is no such word
    await mockwx.rule('code2session', { ercode: -1 });
    const [entry]: JournalEntry[] = await mockwx.calls('code2session', { user: 'alice' });
    if (entry?.errcode === 0) console.log(code, (await mockwx.app()).secret, MockWxError.name);
});
