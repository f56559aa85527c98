// All fetches at once, each as a backend on Node writes it. In: {patience: {name: milliseconds}, urls: {name: url}} as the argument.
// Out: {name: what the caller got}: a session, or the error's name, with the code of its cause where there is one.
const { patience, urls } = JSON.parse(process.argv[2]);
const outcomes = {};
await Promise.all(Object.entries(urls).map(async ([name, url]) => {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(patience[name]) });
    const found = await answer.json();
    outcomes[name] = found.session_key === undefined ? "JSON without a session" : "a session";
  } catch (error) {
    outcomes[name] = error.cause?.code === undefined ? error.name : `${error.name} ${error.cause.code}`;
  }
}));
console.log(JSON.stringify(outcomes));
