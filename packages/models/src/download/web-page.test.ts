import { expect, it } from 'vitest';
import { isPageType, looksLikePage } from './web-page.ts';

it.each([
  ['<!doctype html>', true],
  ['<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN">', true],
  ['\ufeff\r\n  <html lang="en">', true],
  ['<html>', true],
  ['<htmlx>', false],
  ['<?xml version="1.0"?>', false],
  ['PK\u0003\u0004 <html>', false],
  ['<', false],
  ['', false],
])('tells whether %j begins a web page', (text, expected) => {
  expect(looksLikePage(Buffer.from(text))).toBe(expected);
});

it.each([
  ['text/html', true],
  ['Text/HTML; charset=utf-8', true],
  ['application/xhtml+xml', true],
  ['text/htmlx', false],
  ['text/plain', false],
  ['application/octet-stream', false],
  [null, false],
])('tells whether %s is the type of one', (type, expected) => {
  expect(isPageType(type)).toBe(expected);
});
