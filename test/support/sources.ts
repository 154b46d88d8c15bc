import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

export interface Method {
  /** `file Class.method`. */
  name: string;
  node: ts.MethodDeclaration;
  decorators: string[];
}

/** Files beneath a folder whose names end so, in order, relative to the project. */
export function filesIn(folder: string, ending: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

export function sourceFiles(): string[] {
  return filesIn('src', '.ts').filter((file) => !file.endsWith('.spec.ts'));
}

export function parsed(file: string): ts.SourceFile {
  return ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
}

/** Every node of a file for which `pick` answers something. */
export function collect<T>(file: string, pick: (node: ts.Node) => T | undefined): T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    const picked = pick(node);
    if (picked !== undefined) found.push(picked);
    ts.forEachChild(node, visit);
  };
  visit(parsed(file));
  return found;
}

/** The methods of the classes of a file that others can call. */
export function publicMethods(file: string): Method[] {
  return collect(file, (node) => {
    if (!ts.isMethodDeclaration(node) || !ts.isClassDeclaration(node.parent) || !ts.isIdentifier(node.name))
      return undefined;
    const hidden = ts
      .getModifiers(node)
      ?.some(({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword);
    if (hidden) return undefined;
    const decorators = (ts.getDecorators(node) ?? []).map(({ expression }) =>
      (ts.isCallExpression(expression) ? expression.expression : expression).getText(),
    );
    return { name: `${file} ${node.parent.name?.text}.${node.name.text}`, node, decorators };
  });
}
