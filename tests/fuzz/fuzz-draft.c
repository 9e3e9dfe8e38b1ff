/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A template from a stranger, and records whose texts are as wrong as texts can be: the bytes are the body of the template,
 * and the name, the title and the obligation in it. What comes out has to be a document that office programs read. */
#define G_LOG_DOMAIN "KlasterFuzz"
#include "config.h"

#include <archive.h>
#include <archive_entry.h>
#include <libxml/parser.h>
#include <string.h>

#include "fuzz.h"
#include "klaster-agreement-draft.h"
#include "klaster-edit.h"

static void
set (KlasterEdit  *edit,
     KlasterTable  table,
     gint64        id,
     guint         column,
     const char   *text)
{
  klaster_edit_set (edit, table, id, column, KLASTER_TEXT (text));
}

/* (nullable): a project takes no such text */
static KlasterSnapshot *
make_project (const char *text,
              gint64     *agreement)
{
  g_autoptr (KlasterEdit) edit = klaster_edit_new ("x");
  g_autoptr (KlasterSnapshot) empty = klaster_snapshot_new_empty ();
  g_autoptr (KlasterDelta) delta = NULL;
  gint64 template = klaster_edit_insert (edit, KLASTER_TABLE_TEMPLATE);
  gint64 clause = klaster_edit_insert (edit, KLASTER_TABLE_TEMPLATE_CLAUSE);
  gint64 institution = klaster_edit_insert (edit, KLASTER_TABLE_INSTITUTION);
  gint64 party, obligation;

  set (edit, KLASTER_TABLE_TEMPLATE, template, KLASTER_TEMPLATE_KIND, "other");
  set (edit, KLASTER_TABLE_TEMPLATE, template, KLASTER_TEMPLATE_BODY_EN, text);
  klaster_edit_set (edit, KLASTER_TABLE_TEMPLATE_CLAUSE, clause, KLASTER_TEMPLATE_CLAUSE_TEMPLATE_ID, KLASTER_INTEGER (template));
  set (edit, KLASTER_TABLE_TEMPLATE_CLAUSE, clause, KLASTER_TEMPLATE_CLAUSE_CLAUSE, "common_goal");
  set (edit, KLASTER_TABLE_TEMPLATE_CLAUSE, clause, KLASTER_TEMPLATE_CLAUSE_TEXT_EN, text);
  set (edit, KLASTER_TABLE_INSTITUTION, institution, KLASTER_INSTITUTION_KIND, "school");
  set (edit, KLASTER_TABLE_INSTITUTION, institution, KLASTER_INSTITUTION_ROLE, "member");
  set (edit, KLASTER_TABLE_INSTITUTION, institution, KLASTER_INSTITUTION_NOTES, text);

  *agreement = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT);
  set (edit, KLASTER_TABLE_AGREEMENT, *agreement, KLASTER_AGREEMENT_KIND, "other");
  set (edit, KLASTER_TABLE_AGREEMENT, *agreement, KLASTER_AGREEMENT_LEGAL_BASIS, text);
  party = klaster_edit_insert (edit, KLASTER_TABLE_AGREEMENT_PARTY);
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, party, KLASTER_AGREEMENT_PARTY_AGREEMENT_ID, KLASTER_INTEGER (*agreement));
  klaster_edit_set (edit, KLASTER_TABLE_AGREEMENT_PARTY, party, KLASTER_AGREEMENT_PARTY_INSTITUTION_ID,
                    KLASTER_INTEGER (institution));
  set (edit, KLASTER_TABLE_AGREEMENT_PARTY, party, KLASTER_AGREEMENT_PARTY_ROLE, text);
  obligation = klaster_edit_insert (edit, KLASTER_TABLE_OBLIGATION);
  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, obligation, KLASTER_OBLIGATION_AGREEMENT_ID, KLASTER_INTEGER (*agreement));
  klaster_edit_set (edit, KLASTER_TABLE_OBLIGATION, obligation, KLASTER_OBLIGATION_INSTITUTION_ID, KLASTER_INTEGER (institution));
  set (edit, KLASTER_TABLE_OBLIGATION, obligation, KLASTER_OBLIGATION_TEXT, text);
  set (edit, KLASTER_TABLE_OBLIGATION, obligation, KLASTER_OBLIGATION_PERIOD, text);

  delta = klaster_edit_resolve (edit, empty, NULL);

  return delta ? klaster_snapshot_apply (empty, delta) : NULL;
}

/* Every part of the archive is XML, but the first. */
static void
check (GBytes *document)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  guint n_parts = 0;

  archive_read_support_format_zip (archive);
  g_assert (archive_read_open_memory (archive, g_bytes_get_data (document, NULL), g_bytes_get_size (document)) == ARCHIVE_OK);
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      gsize size = (gsize) archive_entry_size (entry);
      g_autofree char *text = g_malloc (size + 1);
      xmlDoc *parsed;

      g_assert (archive_read_data (archive, text, size) == (la_ssize_t) size);
      if (n_parts++ == 0)
        continue;
      parsed = xmlReadMemory (text, (int) size, archive_entry_pathname (entry), NULL, XML_PARSE_NONET | XML_PARSE_NOERROR
                                                                                       | XML_PARSE_HUGE);
      g_assert (parsed != NULL);
      xmlFreeDoc (parsed);
    }
  g_assert (n_parts == 5);
  archive_read_free (archive);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autofree char *text = g_utf8_make_valid ((const char *) data, (gssize) size);
  g_autoptr (KlasterSnapshot) snapshot = NULL;
  g_autoptr (GBytes) document = NULL;
  g_autoptr (GError) error = NULL;
  gint64 agreement;

  snapshot = make_project (text, &agreement);
  if (snapshot == NULL)
    return 0;
  document = klaster_agreement_draft_write (snapshot, agreement, "2026-11-21", KLASTER_LANGUAGE_EN, &error);
  g_assert (document != NULL);
  check (document);

  return 0;
}
