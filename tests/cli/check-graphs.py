# SPDX-License-Identifier: GPL-3.0-or-later
"""GraphML and GEXF as networkx and igraph read them: the same members, links and attributes as the content has.

check-graphs.py KLASTER-CLI: makes the sample with two more links, one beside another and one with a direction.
"""
import json
import math
import os
import subprocess
import sys
import tempfile

import igraph
import networkx

LEFT_OUT = {'id'}


def run(cli, *arguments):
    subprocess.run([cli, *arguments], check=True, stdout=subprocess.PIPE)


def expected(row):
    """The attributes of a record; what is not known is not there, lists have commas."""
    attributes = {}
    for name, value in row.items():
        if value is not None and name not in LEFT_OUT:
            attributes[name] = ', '.join(value) if isinstance(value, list) else value
    return attributes


def compare(what, row, attributes):
    for name, value in expected(row).items():
        found = attributes.get(name)
        same = math.isclose(found, value) if isinstance(value, (int, float)) and found is not None else found == value
        if not same or isinstance(found, bool) != isinstance(value, bool):
            sys.exit(f'{what} {row["id"]}: {name} is {found!r}, not {value!r}')
    for name, value in attributes.items():
        if name in row and row[name] is None and not (value in ('', False) or (isinstance(value, float) and math.isnan(value))):
            sys.exit(f'{what} {row["id"]}: {name} is {value!r}, not unknown')


def check(what, content, nodes, edges):
    if set(nodes) != {row['id'] for row in content['institution']} or len(nodes) != len(content['institution']):
        sys.exit(f'{what}: {len(nodes)} members, not {len(content["institution"])}')
    if len(edges) != len(content['cooperation']):
        sys.exit(f'{what}: {len(edges)} links, not {len(content["cooperation"])}')
    for row in content['institution']:
        compare(what, row, nodes[row['id']])
    for row in content['cooperation']:
        ends, attributes = edges[row['id']]
        if ends != {row['from_id'], row['to_id']}:
            sys.exit(f'{what}: link {row["id"]} joins {ends}')
        compare(what, row, attributes)


def from_networkx(graph):
    nodes = {int(name): attributes for name, attributes in graph.nodes(data=True)}
    if graph.is_multigraph():
        edges = {int(key): ({int(a), int(b)}, attributes) for a, b, key, attributes in graph.edges(keys=True, data=True)}
    else:
        edges = {int(attributes['id']): ({int(a), int(b)}, attributes) for a, b, attributes in graph.edges(data=True)}
    return nodes, edges


def from_igraph(graph):
    nodes = {int(vertex['id']): vertex.attributes() for vertex in graph.vs}
    edges = {int(edge['id']): ({int(graph.vs[edge.source]['id']), int(graph.vs[edge.target]['id'])}, edge.attributes())
             for edge in graph.es}
    return nodes, edges


def main():
    cli = sys.argv[1]
    with tempfile.TemporaryDirectory() as folder:
        path = {name: os.path.join(folder, name)
                for name in ('x.klaster', 'x.json', 'x.graphml', 'x.gexf', 'edit.json', 'again.json', 'again.graphml', 'again.gexf')}
        run(cli, 'new', path['x.klaster'], '--sample', '--date', '2026-03-01', '--quiet')
        for step in ('x', 'again'):
            for ending in ('json', 'graphml', 'gexf'):
                run(cli, 'export', path['x.klaster'], path[f'{step}.{ending}'], '--date', '2026-03-01', '--quiet')
            with open(path[f'{step}.json'], encoding='utf-8') as file:
                content = json.load(file)
            check('networkx, GraphML', content, *from_networkx(networkx.read_graphml(path[f'{step}.graphml'])))
            check('networkx, GEXF', content, *from_networkx(networkx.read_gexf(path[f'{step}.gexf'])))
            check('igraph, GraphML', content, *from_igraph(igraph.Graph.Read_GraphML(path[f'{step}.graphml'])))
            if step == 'x':
                first = content['cooperation'][0]
                link = {'from_id': first['from_id'], 'to_id': first['to_id'], 'notes': '<a & "b">\n\'c\' ўқғҳ'}
                edit = [{'op': 'insert', 'table': 'cooperation', 'values': dict(link, directed=directed)} for directed in (False, True)]
                with open(path['edit.json'], 'w', encoding='utf-8') as file:
                    json.dump(edit, file)
                run(cli, 'edit', path['x.klaster'], path['edit.json'], '--quiet')
    print('The same members, links and attributes in networkx and igraph.')


main()
