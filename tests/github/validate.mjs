// Checks recorded requests against GitHub's OpenAPI description, and those of GraphQL against its schema: node validate.mjs CALLS.json
// CALLS.json is an array of {"Method","Path","Body"}; Path begins after the API's root. Prints each problem on a line.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { validate as validateGraph } from '@octokit/graphql-schema';

const description = createRequire(import.meta.url)('@octokit/openapi/generated/api.github.com.json');

// OpenAPI 3.0 says "nullable" where JSON Schema has a type of its own.
(function withNull(node) {
  if (node === null || typeof node !== 'object') {
    return;
  }

  if (node.nullable === true && !node.type && Array.isArray(node.oneOf ?? node.anyOf)) {
    (node.oneOf ?? node.anyOf).push({ type: 'null' });
    delete node.nullable;
  }

  Object.values(node).forEach(withNull);
})(description);

const ajv = new Ajv({ strict: false, allErrors: true, coerceTypes: false });
addFormats(ajv);
ajv.addFormat('repo.nwo', true);
ajv.addSchema(description, 'github');

const pointer = path => path.map(p => '/' + encodeURIComponent(p.replaceAll('~', '~0').replaceAll('/', '~1'))).join('');
const resolve = node => node?.$ref ? node.$ref.slice(2).split('/').reduce((at, p) => at[p], description) : node;

// A parameter may hold slashes, such as the name of a branch or the path of a file, where it is the last.
function find(method, path) {
  const segments = path.split('/');
  const fits = template => {
    const parts = template.split('/');
    return (parts.length === segments.length || (parts.at(-1).startsWith('{') && parts.length < segments.length && ['{ref}', '{path}'].includes(parts.at(-1))))
      && parts.every((part, i) => part.startsWith('{') || part === segments[i]);
  };
  return Object.keys(description.paths)
    .filter(template => fits(template) && description.paths[template][method])
    .sort((a, b) => (a.match(/{/g) ?? []).length - (b.match(/{/g) ?? []).length)[0];
}

function problemsOf(call) {
  if (call.Path === '/graphql') {
    return validateGraph(JSON.parse(call.Body).query).map(e => `POST /graphql: ${e.message}`);
  }

  const method = call.Method.toLowerCase();
  const url = new URL(call.Path, 'http://x');
  const template = find(method, url.pathname);
  if (!template) {
    return [`${call.Method} ${url.pathname}: no such operation`];
  }

  const problems = [];
  const operation = description.paths[template][method];
  const parameters = [...(description.paths[template].parameters ?? []), ...(operation.parameters ?? [])].map(resolve);
  for (const [name, value] of url.searchParams) {
    const parameter = parameters.find(p => p.in === 'query' && p.name === name);
    const schema = resolve(parameter?.schema);
    if (!parameter) {
      problems.push(`unknown query parameter ${name}`);
    } else if (!ajv.validate(schema, schema.type === 'integer' ? Number(value) : value)) {
      problems.push(`query parameter ${name}: ${ajv.errorsText()}`);
    }
  }

  const content = operation.requestBody?.content?.['application/json'];
  if (call.Body && !content) {
    problems.push('has a body, and the operation takes none');
  } else if (call.Body) {
    const body = JSON.parse(call.Body);
    const at = ['paths', template, method, 'requestBody', 'content', 'application/json', 'schema'];
    const validate = ajv.compile({ $ref: 'github#' + pointer(at) });
    if (!validate(body)) {
      problems.push(`body: ${ajv.errorsText(validate.errors)}`);
    }

    const known = resolve(content.schema).properties;
    for (const name of Array.isArray(body) || !known ? [] : Object.keys(body).filter(k => !(k in known))) {
      problems.push(`body: unknown property ${name}`);
    }
  } else if (operation.requestBody?.required) {
    problems.push('lacks the body that the operation needs');
  }

  return problems.map(p => `${call.Method} ${template}: ${p}`);
}

const calls = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const problems = [...new Set(calls.flatMap(problemsOf))];
problems.forEach(p => console.log(p));
console.error(`${calls.length} requests checked`);
process.exit(problems.length === 0 ? 0 : 1);
