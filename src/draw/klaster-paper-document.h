/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-attribute.h"
#include "klaster-geojson-geometry.h"
#include "klaster-layout-types.h"
#include "klaster-paper.h"
#include "klaster-snapshot.h"

G_BEGIN_DECLS

/* What can be printed. */
typedef enum
{
  KLASTER_PAPER_MEMBERS,
  KLASTER_PAPER_REGISTER,
  KLASTER_PAPER_TIMELINE,
  KLASTER_PAPER_AGREEMENT,
  KLASTER_PAPER_MAP,
  KLASTER_PAPER_GRAPH,
  KLASTER_PAPER_PASSPORT,
  KLASTER_N_PAPER_DOCUMENTS
} KlasterPaperDocument;

/* What rows of a list can be brought together by. */
typedef enum
{
  KLASTER_PAPER_UNGROUPED,
  KLASTER_PAPER_BY_ROLE,
  KLASTER_PAPER_BY_KIND,
  KLASTER_PAPER_BY_DISTRICT,
  KLASTER_PAPER_BY_STATUS,
  KLASTER_N_PAPER_GROUPINGS
} KlasterPaperGrouping;

/**
 * KlasterPaperOptions:
 * @document: what is printed
 * @size: of the sheets
 * @landscape: their longer side lies
 * @language: of all that is printed
 * @date: the day that status and the like are derived for, "YYYY-MM-DD"
 * @id: the agreement to print; 0: of no use
 * @ids: (nullable) (array length=n_ids): members or agreements to print, in this order; %NULL: all, by name or number
 * @n_ids: their number
 * @columns: (nullable) (array length=n_columns): of a list: members: columns of institution; register: values of
 *   #KlasterRegisterColumn; %NULL: klaster_paper_list_default_columns()
 * @n_columns: their number
 * @grouping: of a list
 * @layout: of the graph
 * @positions: (nullable) (array length=n_positions): where members lie in the graph
 * @n_positions: their number
 * @bands: (nullable) (array length=n_bands): its rows or rings
 * @n_bands: their number
 * @scope: (nullable): which links the map and the graph show
 * @color_by: what the colour of members tells there
 * @size_by: what their size tells
 * @overlay: (nullable): outlines that lie over the map
 * @has_bbox: a part of the map, else all members
 * @west: degrees, of that part
 * @south: degrees
 * @east: degrees
 * @north: degrees
 *
 * Nothing here is owned.
 */
typedef struct
{
  KlasterPaperDocument document;
  KlasterPaperSize size;
  gboolean landscape;
  KlasterLanguage language;
  const char *date;
  gint64 id;
  const gint64 *ids;
  guint n_ids;
  const guint *columns;
  guint n_columns;
  KlasterPaperGrouping grouping;
  KlasterLayoutKind layout;
  const KlasterLayoutPosition *positions;
  guint n_positions;
  const KlasterLayoutBand *bands;
  guint n_bands;
  KlasterScopeFilter *scope;
  KlasterAttribute color_by, size_by;
  KlasterGeometry *overlay;
  gboolean has_bbox;
  double west, south, east, north;
} KlasterPaperOptions;

/* Any thread, best a worker; (transfer full) (nullable). Errors: G_IO_ERROR: no such agreement, no font, cancelled. */
KlasterPaper *klaster_paper_document_new          (KlasterSnapshot           *snapshot,
                                                   const KlasterPaperOptions *options,
                                                   GCancellable              *cancellable,
                                                   GError                   **error);

gboolean      klaster_paper_document_find         (const char                *name,
                                                   KlasterPaperDocument      *document);
/* As people call it, in @language; (transfer none) */
const char   *klaster_paper_document_get_title    (KlasterPaperDocument       document,
                                                   KlasterLanguage            language);
/* What suits it best */
gboolean      klaster_paper_document_is_landscape (KlasterPaperDocument       document);
gboolean      klaster_paper_document_has_grouping (KlasterPaperDocument       document,
                                                   KlasterPaperGrouping       grouping);
/* (element-type guint) (transfer full): which columns a list has at first, and all it can have; empty: none to choose */
GArray       *klaster_paper_list_default_columns  (KlasterPaperDocument       document);
GArray       *klaster_paper_list_columns          (KlasterPaperDocument       document);
/* (transfer full): heading of a column, with a capital letter */
char         *klaster_paper_get_column_title      (KlasterPaperDocument       document,
                                                   guint                      column,
                                                   KlasterLanguage            language);

G_END_DECLS
