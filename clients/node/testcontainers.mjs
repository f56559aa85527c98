// The same for `import`.
import containers from './testcontainers.cjs';

export const { MockWxContainer, StartedMockWxContainer } = containers;
