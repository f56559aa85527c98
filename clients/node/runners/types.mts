// Compiled, not run: what a reader's editor knows, and what fits the real testcontainers.
import { MockWxContainer } from 'mockwx/testcontainers';
import { MockWx, MockWxError, type JournalEntry } from 'mockwx';

await MockWx.use('wechat-busy', async (mockwx) => {
    const code: string = await mockwx.login('alice');
    await mockwx.rule('code2session', { call: 1, net: 'reset', commit: true });
    // @ts-expect-error there is no such word
    await mockwx.rule('code2session', { ercode: -1 });
    const [entry]: JournalEntry[] = await mockwx.calls('code2session', { user: 'alice' });
    if (entry?.errcode === 0) console.log(code, (await mockwx.app()).secret, MockWxError.name);
});

const wechat = await new MockWxContainer('registry.example.com/mockwx').withReuse().start();
const mockwx: MockWx = await wechat.world('wechat-busy');
console.log(wechat.url, mockwx.hosts['api.weixin.qq.com']);
await wechat.stop();
