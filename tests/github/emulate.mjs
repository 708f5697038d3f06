// Runs an emulator of GitHub on the loopback interface alone, until its input ends: node emulate.mjs PORT BASE_URL
// The first line that it prints is JSON with the private key of the App that it knows.
import net from 'node:net';

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port, ...rest) {
  return listen.call(this, port, '127.0.0.1', ...rest.filter(r => typeof r === 'function'));
};

const [port, baseUrl] = process.argv.slice(2);
const { createEmulator } = await import('emulate');
const emulator = await createEmulator({
  service: 'github',
  port: Number(port),
  baseUrl,
  seed: {
    tokens: { ann: { login: 'ann', scopes: ['repo'] }, lead: { login: 'tech-lead', scopes: ['repo'] } },
    github: {
      users: [
        { login: 'ann', name: 'Ann', email: 'ann@example.com' },
        { login: 'tech-lead', name: 'Lead', email: 'lead@example.com' },
      ],
      orgs: [{ login: 'team', name: 'Team', members: [{ login: 'ann', role: 'admin' }, { login: 'tech-lead', role: 'admin' }] }],
      repos: [{ owner: 'team', name: 'handbook', auto_init: true }],
      apps: [{
        app_id: 1234,
        slug: 'post-mortems',
        name: 'Post-mortems',
        permissions: { contents: 'write', pull_requests: 'write', issues: 'write', metadata: 'read' },
        installations: [{ installation_id: 5678, account: 'team', repository_selection: 'all' }],
      }],
    },
  },
});
console.log(JSON.stringify({ key: emulator.generatedSecrets[0].value }));
process.stdin.resume();
process.stdin.on('end', () => process.exit(0));
