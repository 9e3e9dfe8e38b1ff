/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Text folding (DOMAIN.md §5): Chirchiq, Чирчиқ, Чирчик, Chirchik and every apostrophe of o‘ and g‘ fold to the same
 * key. For comparing and searching, never for showing. (transfer full) */
char    *klaster_text_fold       (const char *text);
/* Whether every word of @folded_needle begins a word of, or (three letters and more) lies within, @folded_text. */
gboolean klaster_text_matches    (const char *folded_text,
                                  const char *folded_needle);
/* Natural order for people: "School 2" before "School 10", script and case second. Suits a GCompareFunc on strings. */
int      klaster_text_compare    (const char *a,
                                  const char *b);
/* A key whose strcmp() order is klaster_text_compare()'s: sort 50,000 names on it. (transfer full) */
char    *klaster_text_collate_key (const char *text);

/* Two sets of texts hold the same */
gboolean klaster_text_set_equal (GHashTable *a,
                                 GHashTable *b);
/* "1 250 000": a whole number with gaps that no line breaks at; (transfer full) */
char    *klaster_text_group_digits (double number);

G_END_DECLS
