import { type DefaultTreeAdapterTypes, parse } from 'parse5';

type Node = DefaultTreeAdapterTypes.Node;

/** An element of a page. */
export interface PageElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** All text within it. */
  readonly text: string;
}

/** A page as a browser understands it. */
export interface ParsedPage {
  readonly elements: readonly PageElement[];
  /** Codes of what is not well-formed. */
  readonly errors: readonly string[];
}

/** Reads a page by the rules of the HTML standard. */
export function parsePage(source: string): ParsedPage {
  const errors: string[] = [];
  const document = parse(source, { onParseError: error => errors.push(error.code) });
  const elements: PageElement[] = [];
  const visit = (node: Node) => {
    if ('tagName' in node) {
      const attributes = new Map(node.attrs.map(({ name, value }) => [name, value]));
      elements.push({
        name: node.tagName,
        attributes,
        get text() {
          return textOf(node);
        },
      });
    }
    if ('childNodes' in node) for (const child of node.childNodes) visit(child);
  };
  visit(document);
  return { elements, errors };
}

function textOf(node: Node): string {
  if ('value' in node) return node.value;
  return 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
}
