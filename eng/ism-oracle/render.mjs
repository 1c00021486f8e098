#!/usr/bin/env node
// Renders a table of markings by ODNI's style sheets; see README.md.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const cases = [];
const add = (classification, rest = {}) => cases.push({ ownerProducer: 'USA', classification, ...rest });
for (const level of ['U', 'C', 'S', 'TS']) add(level);
for (const level of ['C', 'S', 'TS']) {
  for (const disseminationControls of ['NF', 'RELIDO', 'OC NF', 'IMC NF', 'PR', 'OC', 'NF PR', 'RS NF', 'DSEN', 'FISA', 'NF FISA', 'OC NF DSEN FISA', 'OC NF PR']) add(level, { disseminationControls });
  for (const releasableTo of ['USA AUS', 'USA GBR', 'USA AUS CAN GBR NZL', 'USA AUS GBR', 'USA DEU FRA', 'USA FVEY', 'USA AUS NATO', 'USA JPN KOR'])
    for (const other of ['', 'OC ']) add(level, { disseminationControls: `${other}REL`, releasableTo });
  for (const FGIsourceOpen of ['GBR', 'AUS GBR', 'DEU']) add(level, { FGIsourceOpen, disseminationControls: 'NF' });
  for (const nonICmarkings of ['DS', 'XD', 'ND', 'SBU-NF', 'LES', 'LES-NF']) add(level, { nonICmarkings, disseminationControls: 'NF' });
}
for (const level of ['S', 'TS'])
  for (const SCIcontrols of ['SI', 'TK', 'SI TK', 'HCS', 'HCS SI TK', 'SI-G', 'KDK', 'RSV'])
    for (const disseminationControls of ['NF', 'OC NF', 'RELIDO'])
      add(level, { SCIcontrols, disseminationControls });
for (const level of ['S', 'TS'])
  for (const SARIdentifier of ['ABC XYZ', 'ABC BP XYZ']) add(level, { SARIdentifier, disseminationControls: 'NF' });
for (const atomicEnergyMarkings of ['RD', 'RD-CNWDI', 'FRD', 'TFNI']) for (const level of ['C', 'S', 'TS']) add(level, { atomicEnergyMarkings, disseminationControls: 'NF' });
for (const level of ['S', 'TS']) add(level, { SCIcontrols: 'SI TK', atomicEnergyMarkings: 'RD', FGIsourceOpen: 'GBR', disseminationControls: 'OC NF', nonICmarkings: 'XD' });
add('U', { disseminationControls: 'FOUO' });
for (const nonICmarkings of ['SBU', 'SBU-NF', 'LES', 'LES-NF', 'SSI']) add('U', { nonICmarkings });
for (const level of ['U', 'R', 'C', 'S', 'TS']) cases.push({ ownerProducer: 'NATO', classification: level });
for (const level of ['C', 'S', 'TS']) for (const owners of ['CAN GBR USA', 'AUS USA', 'DEU USA'])
  cases.push({ ownerProducer: owners, classification: level, jointOwners: owners, disseminationControls: 'REL', releasableTo: 'USA ' + owners.replace(' USA', '') });

const work = mkdtempSync(join(tmpdir(), 'ism-'));
try {
  const rendered = cases.map(attributes => {
    const { jointOwners, ...ism } = attributes;
    const written = Object.entries(ism).map(([name, value]) => `ism:${name}="${value}"`).join(' ');
    const xml = join(work, 'case.xml');
    writeFileSync(xml, `<r xmlns:ism="urn:us:gov:ic:ism" ${written}><p ${written}/></r>`);
    const render = (sheet, mode) => {
      const wrapper = join(work, `${mode}.xsl`);
      writeFileSync(wrapper, `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:ism="urn:us:gov:ic:ism">
        <xsl:import href="${join(here, sheet)}"/><xsl:output method="text"/>
        <xsl:template match="/"><xsl:apply-templates select="/*" mode="ism:${mode}"/></xsl:template></xsl:stylesheet>`);
      return execFileSync('xsltproc', [wrapper, xml], { encoding: 'utf8' }).trim().replace(/\s+/g, ' ');
    };
    return { ...ism, banner: render('IC-ISM-SecurityBanner.xsl', 'banner'), portion: render('IC-ISM-PortionMark.xsl', 'portionmark') };
  });
  console.log('[\n' + rendered.map(line => '  ' + JSON.stringify(line)).join(',\n') + '\n]');
} finally {
  rmSync(work, { recursive: true });
}
