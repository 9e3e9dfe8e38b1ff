/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>

#include "klaster-encoding.h"
#include "klaster-xlsx-part.h"

/* A workbook of some hundred sheets has about a thousand; looking for a part goes through all of them. */
#define ENTRIES_MAX 20000

struct _KlasterXlsxPart
{
  struct archive *archive;
  xmlTextReader *reader;
  char *path;
  gsize *budget;
  gboolean too_large;
  char *problem; /* what the archive or the parser said first */
};

static void
set_damaged (KlasterXlsxPart  *self,
             GError          **error)
{
  if (self->too_large)
    g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_TOO_LARGE,
                         _("The workbook is too large when it is unpacked."));
  else
    /* Translators: the first %s is the name of a part of the file, the second what a library says, in English. */
    g_set_error (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT, _("The workbook is damaged (%s: %s)."), self->path,
                 self->problem ? self->problem : "?");
}

static int
read_cb (void *context,
         char *buffer,
         int   length)
{
  KlasterXlsxPart *self = context;
  la_ssize_t n = archive_read_data (self->archive, buffer, (size_t) length);

  if (n < 0)
    {
      if (self->problem == NULL)
        self->problem = g_strdup (archive_error_string (self->archive));
      return -1;
    }
  if ((gsize) n > *self->budget)
    {
      self->too_large = TRUE;
      return -1;
    }
  *self->budget -= (gsize) n;

  return (int) n;
}

static void
error_cb (void     *context,
          xmlError *error)
{
  KlasterXlsxPart *self = context;

  if (self->problem == NULL && error->message && error->level >= XML_ERR_ERROR)
    self->problem = g_strdup_printf ("%d: %s", error->line, g_strchomp (error->message));
}

/* Goes to the entry of this name; FALSE: there is none, or the archive is damaged. */
static gboolean
find_entry (KlasterXlsxPart  *self,
            GError          **error)
{
  struct archive_entry *entry;
  int status = ARCHIVE_OK;

  for (guint i = 0; i < ENTRIES_MAX && (status = archive_read_next_header (self->archive, &entry)) == ARCHIVE_OK; i++)
    {
      const char *path = archive_entry_pathname (entry);

      if (path && g_ascii_strcasecmp (path, self->path) == 0)
        {
          if (!archive_entry_is_encrypted (entry))
            return TRUE;
          g_set_error_literal (error, KLASTER_IMPORT_ERROR, KLASTER_IMPORT_ERROR_FORMAT,
                               _("The workbook is protected by a password. Save it without one."));
          return FALSE;
        }
    }
  if (status != ARCHIVE_EOF && status != ARCHIVE_OK)
    {
      self->problem = g_strdup (archive_error_string (self->archive));
      set_damaged (self, error);
    }

  return FALSE;
}

KlasterXlsxPart *
klaster_xlsx_part_open (GBytes      *archive,
                        const char  *path,
                        gsize       *budget,
                        GError     **error)
{
  g_autoptr (KlasterXlsxPart) self = g_new0 (KlasterXlsxPart, 1);
  gsize size;
  const void *data = g_bytes_get_data (archive, &size);

  self->path = g_strdup (path);
  self->budget = budget;
  self->archive = archive_read_new ();
  archive_read_support_format_zip_seekable (self->archive);
  if (archive_read_open_memory (self->archive, data, size) != ARCHIVE_OK)
    {
      self->problem = g_strdup (archive_error_string (self->archive));
      set_damaged (self, error);
      return NULL;
    }
  if (!find_entry (self, error))
    return NULL;
  /* Nothing is fetched, and entities are not replaced. */
  self->reader = xmlReaderForIO (read_cb, NULL, self, NULL, NULL, XML_PARSE_NONET | XML_PARSE_COMPACT);
  if (self->reader == NULL)
    {
      set_damaged (self, error);
      return NULL;
    }
  xmlTextReaderSetStructuredErrorHandler (self->reader, (xmlStructuredErrorFunc) error_cb, self);

  return g_steal_pointer (&self);
}

void
klaster_xlsx_part_free (KlasterXlsxPart *self)
{
  g_clear_pointer (&self->reader, xmlFreeTextReader);
  g_clear_pointer (&self->archive, archive_read_free);
  g_free (self->path);
  g_free (self->problem);
  g_free (self);
}

gboolean
klaster_xlsx_part_next (KlasterXlsxPart  *self,
                        GError          **error)
{
  xmlStructuredErrorFunc handler = xmlStructuredError;
  void *context = xmlStructuredErrorContext;
  int status;

  /* What is wrong with an encoding is not told to the reader but to the thread, which would print it. */
  xmlSetStructuredErrorFunc (self, (xmlStructuredErrorFunc) error_cb);
  status = xmlTextReaderRead (self->reader);
  xmlSetStructuredErrorFunc (context, handler);

  if (status == 0 && !self->too_large)
    return FALSE;
  /* These files never have one: it is there to make a reader do something. */
  if (status == 1 && xmlTextReaderNodeType (self->reader) == XML_READER_TYPE_DOCUMENT_TYPE)
    {
      g_free (self->problem);
      self->problem = g_strdup ("<!DOCTYPE>");
      status = -1;
    }
  if (status == 1)
    return TRUE;
  set_damaged (self, error);

  return FALSE;
}

static gboolean
is_called (KlasterXlsxPart *self,
           const char      *element)
{
  const xmlChar *name = xmlTextReaderConstLocalName (self->reader);

  return name && strcmp ((const char *) name, element) == 0;
}

gboolean
klaster_xlsx_part_starts (KlasterXlsxPart *self,
                          const char      *element)
{
  return xmlTextReaderNodeType (self->reader) == XML_READER_TYPE_ELEMENT && is_called (self, element);
}

gboolean
klaster_xlsx_part_ends (KlasterXlsxPart *self,
                        const char      *element)
{
  int type = xmlTextReaderNodeType (self->reader);

  return is_called (self, element)
         && (type == XML_READER_TYPE_END_ELEMENT
             || (type == XML_READER_TYPE_ELEMENT && xmlTextReaderIsEmptyElement (self->reader) == 1));
}

gboolean
klaster_xlsx_part_is_empty (KlasterXlsxPart *self)
{
  return xmlTextReaderIsEmptyElement (self->reader) == 1;
}

const char *
klaster_xlsx_part_get_text (KlasterXlsxPart *self)
{
  int type = xmlTextReaderNodeType (self->reader);

  if (type != XML_READER_TYPE_TEXT && type != XML_READER_TYPE_CDATA && type != XML_READER_TYPE_SIGNIFICANT_WHITESPACE
      && type != XML_READER_TYPE_WHITESPACE)
    return NULL;

  return (const char *) xmlTextReaderConstValue (self->reader);
}

char *
klaster_xlsx_part_get_attribute (KlasterXlsxPart *self,
                                 const char      *name)
{
  char *value = NULL;

  for (int more = xmlTextReaderMoveToFirstAttribute (self->reader); more == 1 && value == NULL;
       more = xmlTextReaderMoveToNextAttribute (self->reader))
    if (is_called (self, name))
      value = g_strdup ((const char *) xmlTextReaderConstValue (self->reader));
  xmlTextReaderMoveToElement (self->reader);

  return value;
}
