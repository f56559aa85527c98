// The same for `import`.
import mockwx from './index.cjs';

export const { MockWx, MockWxError, Phone, Interception, start } = mockwx;
