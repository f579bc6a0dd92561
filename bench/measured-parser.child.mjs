// The parser's own child program, which also tells what it used: only the process itself knows that exactly.
const send = process.send.bind(process);
process.send = (message, ...rest) => {
  if (message.type === 'outcome') message.outcome.usage = process.resourceUsage();
  return send(message, ...rest);
};
await import('../dist/src/parsing/parser.child.js');
