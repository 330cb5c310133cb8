import assert from 'node:assert/strict';
import path from 'node:path';
import {
  type AsExpression,
  type BinaryExpression,
  type ElementAccessExpression,
  type Expression,
  type Node,
  type SourceFile,
  SyntaxKind,
} from 'typescript/unstable/ast';
import { API, type Project, type Type, TypeFlags } from 'typescript/unstable/sync';

const ROOT = path.join(__dirname, '..');
const PROJECTS = ['machine', 'kernel', 'language', 'world', 'adapter', 'vscode', 'webview', 'main'];

/** What may ask any object: the door itself, and copies, which take the keys from the object that they copy. */
const DOORS = ['src/machine/table.ts', 'src/machine/plain-data.ts'];

/** An expression that looks for `key` in `object`. */
interface Lookup {
  readonly node: Node;
  readonly key: Expression;
  readonly object?: Expression;
}

function lookupOf(node: Node): Lookup | undefined {
  switch (node.kind) {
    case SyntaxKind.ElementAccessExpression: {
      const { argumentExpression, expression } = node as ElementAccessExpression;
      return { node, key: argumentExpression, object: expression };
    }
    case SyntaxKind.BinaryExpression: {
      const { left, operatorToken, right } = node as BinaryExpression;
      return operatorToken.kind === SyntaxKind.InKeyword ? { node, key: left, object: right } : undefined;
    }
    case SyntaxKind.AsExpression: {
      const { expression, type } = node as AsExpression;
      return type.getText().startsWith('keyof ') ? { node, key: expression } : undefined;
    }
    default:
      return undefined;
  }
}

function lookupsIn(file: SourceFile): readonly Lookup[] {
  const found: Lookup[] = [];
  const visit = (node: Node): undefined => {
    const lookup = lookupOf(node);
    if (lookup) found.push(lookup);
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

/** Whether any name can be a value of the type. A template such as `d.${string}` has no name of JavaScript's. */
function isAnyName(type: Type): boolean {
  return (type.flags & TypeFlags.String) !== 0 || (type.isUnionType() && type.getTypes().some(isAnyName));
}

function isTable(project: Project, object: Expression): boolean {
  const type = project.checker.getTypeAtLocation(object);
  return type !== undefined && /^Table<.*>$/.test(project.checker.typeToString(type));
}

function unsafeLookups(project: Project, seen: Set<string>): readonly string[] {
  return project.program.getSourceFileNames().flatMap((name) => {
    const file = path.relative(ROOT, name).replaceAll('\\', '/');
    if (!file.startsWith('src/') || file.endsWith('.d.ts') || DOORS.includes(file) || seen.has(file)) return [];
    seen.add(file);
    const source = project.program.getSourceFile(name);
    if (!source) return [];
    return lookupsIn(source)
      .filter(({ key, object }) => {
        const type = project.checker.getTypeAtLocation(key);
        return type !== undefined && isAnyName(type) && !(object && isTable(project, object));
      })
      .map(({ node }) => `${file}:${source.text.slice(0, node.end).split('\n').length}: ${node.getText()}`);
  });
}

describe('tables that are asked for names', () => {
  it('are no objects that have names of JavaScript', function () {
    this.timeout(60_000);
    const api = new API({ cwd: ROOT });
    try {
      const openProjects = PROJECTS.map((project) => path.join(ROOT, 'src', project, 'tsconfig.json'));
      const seen = new Set<string>();
      const projects = api.updateSnapshot({ openProjects }).getProjects();
      const found = projects.flatMap((project) => unsafeLookups(project, seen));
      assert.equal(projects.length, PROJECTS.length);
      assert.deepEqual(found, [], 'take a Table, or ownValue of src/machine/table.ts');
    } finally {
      api.close();
    }
  });
});
