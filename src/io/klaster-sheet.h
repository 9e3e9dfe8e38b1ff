/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KlasterSheet:
 *
 * A table of text cells as a foreign source holds it, whatever the source is: headers, rows of different lengths, and for
 * every row the line where it begins. Filled by one reader, then immutable and usable from any thread.
 */
typedef struct _KlasterSheet KlasterSheet;

/* What a reader noticed about a row: it stands in the import's report. */
typedef struct
{
  guint row;          /* position in the sheet */
  guint column;       /* position in the sheet, G_MAXUINT: the whole row */
  gboolean rejected;  /* the row can't be used; otherwise a warning */
  char *reason;       /* translated */
} KlasterSheetProblem;

/* Two columns with one header */
typedef struct
{
  guint column;
  guint first;
} KlasterSheetRepeat;

KlasterSheet *klaster_sheet_new            (void);
void          klaster_sheet_free           (KlasterSheet       *self);

/* While filling. */
void          klaster_sheet_begin_row      (KlasterSheet       *self,
                                            guint               line);
void          klaster_sheet_append_cell    (KlasterSheet       *self,
                                            const char         *text,
                                            gssize              length);
void          klaster_sheet_remove_last_row (KlasterSheet      *self);
void          klaster_sheet_add_problem    (KlasterSheet       *self,
                                            guint               row,
                                            guint               column,
                                            gboolean            rejected,
                                            const char         *reason);
void          klaster_sheet_remove_first_rows (KlasterSheet    *self,
                                            guint               n_rows);
/* Cells cannot have moved: a row is as wide as the table, whatever is filled of it. */
void          klaster_sheet_set_rectangular (KlasterSheet      *self);
/* The first row becomes the header. Without one, columns are called A, B, C, … as spreadsheets do. */
void          klaster_sheet_set_has_header (KlasterSheet       *self,
                                            gboolean            has_header);
/* Which columns hold a position that the format itself names (GeoJSON). */
void          klaster_sheet_set_position_columns (KlasterSheet *self,
                                            gint                lon_column,
                                            gint                lat_column);

guint         klaster_sheet_get_n_columns  (const KlasterSheet *self);
const char   *klaster_sheet_get_header     (const KlasterSheet *self,
                                            guint               column);
/* (transfer full) (element-type KlasterSheetRepeat): columns whose header another one before has too */
GArray       *klaster_sheet_list_repeated_headers (const KlasterSheet *self);
/* The line of the header; 0: there is none */
guint         klaster_sheet_get_header_line (const KlasterSheet *self);
/* "A", "B", …, whether there is a header or not */
const char   *klaster_sheet_get_letter     (const KlasterSheet *self,
                                            guint               column);
/* Cells of the header; without one, of the widest row */
guint         klaster_sheet_get_n_headers  (const KlasterSheet *self);
gboolean      klaster_sheet_get_has_header (const KlasterSheet *self);
guint         klaster_sheet_get_n_rows     (const KlasterSheet *self); /* without the header */
guint         klaster_sheet_get_n_cells    (const KlasterSheet *self,
                                            guint               row);
/* "" also beyond the end of a short row */
const char   *klaster_sheet_get_cell       (const KlasterSheet *self,
                                            guint               row,
                                            guint               column);
guint         klaster_sheet_get_line       (const KlasterSheet *self,
                                            guint               row);
gint          klaster_sheet_get_lon_column (const KlasterSheet *self);
gint          klaster_sheet_get_lat_column (const KlasterSheet *self);
guint         klaster_sheet_get_n_problems (const KlasterSheet *self);
const KlasterSheetProblem *klaster_sheet_get_problem (const KlasterSheet *self,
                                            guint               position);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterSheet, klaster_sheet_free)

G_END_DECLS
