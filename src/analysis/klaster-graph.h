/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-snapshot.h"

G_BEGIN_DECLS

/**
 * KlasterGraph:
 *
 * Members and the cooperation between them as plain numbers: what layouts and measures work on. Immutable,
 * reference-counted, any thread.
 */
typedef struct _KlasterGraph KlasterGraph;

/**
 * KlasterGraphMember:
 * @id: of the institution
 * @kind: position in the token list institution_kinds
 * @role: position in the token list institution_roles
 * @level: row of the layout by level, 0 (authorities) … %KLASTER_GRAPH_N_LEVELS − 1
 * @lon: degrees east, NAN when it has no place
 * @lat: degrees north, NAN when it has no place
 * @label_length: characters of its name, which a layout leaves room for
 * @first: where its links begin in what klaster_graph_get_adjacency() returns
 * @n_links: their number
 */
typedef struct
{
  gint64 id;
  guint8 kind, role, level;
  double lon, lat;
  guint label_length;
  guint32 first, n_links;
} KlasterGraphMember;

/* Rows of the layout by level, from the top */
#define KLASTER_GRAPH_N_LEVELS 8

/* A cooperation that has not ended; @from and @to are positions of members and never the same. */
typedef struct
{
  gint64 id;
  guint32 from, to;
} KlasterGraphLink;

KlasterGraph             *klaster_graph_new           (KlasterSnapshot          *snapshot);
/* The same from plain numbers: @members ascending by id, @links in any order; first and n_links are filled in. */
KlasterGraph             *klaster_graph_new_plain     (const KlasterGraphMember *members,
                                                       guint                     n_members,
                                                       const KlasterGraphLink   *links,
                                                       guint                     n_links);
void                      klaster_graph_free         (KlasterGraph             *self);
const KlasterGraphMember *klaster_graph_get_members   (const KlasterGraph       *self,
                                                       guint                    *n_members);
const KlasterGraphLink   *klaster_graph_get_links     (const KlasterGraph       *self,
                                                       guint                    *n_links);
/* Positions of links, by member (KlasterGraphMember.first) */
const guint32            *klaster_graph_get_adjacency (const KlasterGraph       *self);
/* G_MAXUINT32: there is no such member */
guint32                   klaster_graph_find_member   (const KlasterGraph       *self,
                                                       gint64                    id);
/* The row that a kind of institution stands in */
guint                     klaster_graph_get_level     (int                       kind);
/* Fills @component of each member, numbered from the largest on; returns how many there are. */
guint                     klaster_graph_get_components (const KlasterGraph      *self,
                                                       guint32                  *component);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterGraph, klaster_graph_free)

G_END_DECLS
