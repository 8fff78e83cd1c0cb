/**
 * Checks that every public symbol has a doc-block, that links in the documentation lead somewhere, and that each
 * package's README begins with an example that the tests run.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { firstExample } from './lib/examples.ts';
import { root, workspacePackages } from './lib/workspace.ts';

const problems: string[] = [];

const reExport = /export\s+(?:type\s+)?\{([^}]*)\}\s+from\s+'(\.[^']+)'/g;

function checkDocBlocks(door: string): void {
  const source = readFileSync(door, 'utf8');
  if (/export\s+\*/.test(source))
    problems.push(`${relative(root, door)}: exports by name only, no \`export *\`.`);
  for (const [, names, from] of source.matchAll(reExport)) {
    const file = join(dirname(door), from!);
    const lines = readFileSync(file, 'utf8').split('\n');
    for (const entry of names!
      .split(',')
      .map(name => name.trim().replace(/^type /, ''))
      .filter(Boolean)) {
      const name = entry.split(' as ')[0]!;
      if (name === 'default') continue;
      const declaration = new RegExp(
        `^export (?:declare )?(?:abstract )?(?:async )?(?:function\\*?|const|class|interface|type) ${name}\\b`,
      );
      const line = lines.findIndex(text => declaration.test(text));
      if (line < 0) {
        if (!new RegExp(`\\b${name}\\b.*from '`).test(lines.join('\n'))) {
          problems.push(
            `${relative(root, file)}: ${name} is exported by ${relative(root, door)} but not declared here.`,
          );
        }
        continue;
      }
      if (!lines[line - 1]?.trimEnd().endsWith('*/'))
        problems.push(`${relative(root, file)}:${line + 1}: ${name} has no doc-block.`);
    }
  }
}

function checkLinks(file: string): void {
  const text = readFileSync(file, 'utf8').replace(/```[\s\S]*?```/g, '');
  for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
    if (/^[a-z]+:/.test(target!) || target!.startsWith('#')) continue;
    const path = join(dirname(file), target!.split('#')[0]!);
    if (!existsSync(path)) problems.push(`${relative(root, file)}: the link to ${target} leads nowhere.`);
  }
}

for (const { folder, name } of workspacePackages()) {
  for (const door of globSync(['src/index.ts', 'src/*/index.ts'], { cwd: folder }))
    checkDocBlocks(join(folder, door));
  const readme = join(folder, 'README.md');
  if (!existsSync(readme)) problems.push(`${name}: has no README.md.`);
  else if (firstExample(readFileSync(readme, 'utf8')) === null) {
    problems.push(`${name}: the first example of its README is not one that the tests run.`);
  }
}
const documents = globSync('**/*.md', { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] });
for (const file of documents) checkLinks(join(root, file));

for (const problem of problems) console.error(problem);
console.log(`Documentation: ${documents.length} files, ${problems.length} problems.`);
process.exitCode = problems.length > 0 ? 1 : 0;
