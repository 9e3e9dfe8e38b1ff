/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-academic-year.h"
#include "klaster-text-field.h"
#include "klaster-value-text.h"

#define PAUSE_MS 1000

typedef struct
{
  guint timeout;
  gboolean showing; /* the widget changes because we show something */
  gboolean writing; /* the form changes because we write */
  gboolean dirty;   /* somebody typed since the field was in step with the form */
  gboolean focused;
  guint generation; /* of the form's records that are shown */
  char *formatted;  /* what the form held when it was last shown */
} KlasterTextFieldPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KlasterTextField, klaster_text_field, KLASTER_TYPE_FIELD_ROW)

static char *
get_text (KlasterTextField *self)
{
  return KLASTER_TEXT_FIELD_GET_CLASS (self)->get_text (self);
}

static void
set_text (KlasterTextField *self,
          const char       *text)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);
  g_autofree char *old = get_text (self);

  if (strcmp (old, text) == 0)
    return;

  priv->showing = TRUE;
  KLASTER_TEXT_FIELD_GET_CLASS (self)->set_text (self, text);
  priv->showing = FALSE;
}

static void
update_look (KlasterTextField *self)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);
  KlasterForm *form = klaster_field_row_get_form (KLASTER_FIELD_ROW (self));
  g_autofree char *text = get_text (self);
  g_autofree char *formatted = NULL;
  gboolean differs;

  if (!klaster_field_row_is_ready (KLASTER_FIELD_ROW (self)))
    return;

  differs = KLASTER_TEXT_FIELD_GET_CLASS (self)->format (self, &formatted) == KLASTER_SHARED_DIFFERS;
  klaster_field_row_show_caption (KLASTER_FIELD_ROW (self), *text || priv->focused || differs);
  KLASTER_TEXT_FIELD_GET_CLASS (self)->present (self, *text == '\0' && !priv->focused && !differs, differs,
                                                klaster_form_get_editable (form));
}

static void
stop_timeout (KlasterTextField *self)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);

  g_clear_handle_id (&priv->timeout, g_source_remove);
}

static gboolean
timeout_cb (gpointer user_data)
{
  KlasterTextField *self = user_data;
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);

  priv->timeout = 0;
  klaster_text_field_commit (self, FALSE);

  return G_SOURCE_REMOVE;
}

static void
remember_formatted (KlasterTextField *self)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);

  g_clear_pointer (&priv->formatted, g_free);
  KLASTER_TEXT_FIELD_GET_CLASS (self)->format (self, &priv->formatted);
}

static void
focus_enter_cb (KlasterTextField *self)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);

  priv->focused = TRUE;
  klaster_field_row_begin_visit (KLASTER_FIELD_ROW (self));
  update_look (self);
}

static void
focus_leave_cb (KlasterTextField *self)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);

  priv->focused = FALSE;
  if (!klaster_field_row_is_ready (KLASTER_FIELD_ROW (self)))
    return;
  klaster_text_field_commit (self, TRUE);
  update_look (self);
}

static KlasterSharedState
klaster_text_field_real_format (KlasterTextField  *self,
                                char             **text)
{
  KlasterFieldRow *row = KLASTER_FIELD_ROW (self);
  KlasterForm *form = klaster_field_row_get_form (row);
  guint column = klaster_field_row_get_column (row);
  KlasterValue value;
  KlasterSharedState state = klaster_form_get_shared (form, column, &value);

  *text = klaster_value_to_text (klaster_form_get_snapshot (form), klaster_form_get_table (form), column, value,
                                 klaster_language_get_default ());
  return state;
}

/* The file keeps whatever stands there, but what is typed has to be a year that pages and rules can look for. */
static gboolean
parse_academic_year (const char    *text,
                     KlasterValue  *value,
                     char         **text_out,
                     GError       **error)
{
  int year = klaster_academic_year_parse (text);
  g_autofree char *written = NULL;

  if (year == 0)
    {
      g_set_error (error, KLASTER_EDIT_ERROR, KLASTER_EDIT_ERROR_INVALID, "%s", klaster_academic_year_get_hint ());
      return FALSE;
    }
  written = klaster_academic_year_format (year);
  g_free (*text_out);
  *text_out = g_steal_pointer (&written);
  *value = KLASTER_TEXT (*text_out);

  return TRUE;
}

static gboolean
parse (KlasterTextField  *self,
       const char        *text,
       KlasterValue      *value,
       char             **text_out,
       GError           **error)
{
  KlasterForm *form = klaster_field_row_get_form (KLASTER_FIELD_ROW (self));
  guint column = klaster_field_row_get_column (KLASTER_FIELD_ROW (self));

  KlasterTable table = klaster_form_get_table (form);

  if (!klaster_value_parse (table, column, text, value, text_out, error)
      || !klaster_value_validate (table, column, *value, error))
    return FALSE;

  return value->type == KLASTER_VALUE_NULL || g_strcmp0 (klaster_schema_get_column (table, column)->name, "academic_year") != 0
         || parse_academic_year (text, value, text_out, error);
}

static gboolean
klaster_text_field_real_validate (KlasterTextField  *self,
                                  const char        *text,
                                  GError           **error)
{
  KlasterValue value;
  g_autofree char *owned = NULL;

  return parse (self, text, &value, &owned, error);
}

static void
klaster_text_field_real_write (KlasterTextField *self,
                               const char       *text)
{
  KlasterFieldRow *row = KLASTER_FIELD_ROW (self);
  KlasterValue value;
  g_autofree char *owned = NULL;

  if (parse (self, text, &value, &owned, NULL))
    klaster_form_set_value (klaster_field_row_get_form (row), klaster_field_row_get_column (row), value,
                            klaster_field_row_get_visit (row), text);
}

static void
klaster_text_field_refresh (KlasterFieldRow *row)
{
  KlasterTextField *self = KLASTER_TEXT_FIELD (row);
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);
  KlasterForm *form = klaster_field_row_get_form (row);
  guint column = klaster_field_row_get_column (row);
  gboolean same_records = priv->generation == klaster_form_get_generation (form);
  g_autofree char *formatted = NULL;
  const char *message;
  const char *draft;

  KLASTER_TEXT_FIELD_GET_CLASS (self)->format (self, &formatted);
  draft = klaster_form_get_draft (form, column, &message);
  if (!same_records)
    {
      stop_timeout (self);
      priv->dirty = FALSE;
      priv->generation = klaster_form_get_generation (form);
    }

  if (draft != NULL)
    {
      if (!priv->dirty)
        set_text (self, draft);
      klaster_field_row_set_message (row, message);
      priv->dirty = TRUE;
    }
  else if (!priv->dirty)
    {
      /* What is being written may be spelled otherwise than it was typed ("Name " is "Name"): leave it while typing. */
      if (!same_records || (!priv->writing && g_strcmp0 (formatted, priv->formatted) != 0))
        set_text (self, formatted);
      klaster_field_row_set_message (row, NULL);
    }
  g_free (priv->formatted);
  priv->formatted = g_steal_pointer (&formatted);
  update_look (self);
}

static void
klaster_text_field_flush (KlasterFieldRow *row)
{
  klaster_text_field_commit (KLASTER_TEXT_FIELD (row), FALSE);
}

static void
klaster_text_field_dispose (GObject *object)
{
  KlasterTextField *self = KLASTER_TEXT_FIELD (object);
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);

  if (priv->timeout)
    klaster_text_field_commit (self, FALSE);
  stop_timeout (self);

  G_OBJECT_CLASS (klaster_text_field_parent_class)->dispose (object);
}

static void
klaster_text_field_finalize (GObject *object)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (KLASTER_TEXT_FIELD (object));

  g_free (priv->formatted);

  G_OBJECT_CLASS (klaster_text_field_parent_class)->finalize (object);
}

static void
klaster_text_field_class_init (KlasterTextFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KlasterFieldRowClass *row_class = KLASTER_FIELD_ROW_CLASS (klass);

  object_class->dispose = klaster_text_field_dispose;
  object_class->finalize = klaster_text_field_finalize;
  row_class->refresh = klaster_text_field_refresh;
  row_class->flush = klaster_text_field_flush;
  klass->format = klaster_text_field_real_format;
  klass->validate = klaster_text_field_real_validate;
  klass->write = klaster_text_field_real_write;
}

static void
klaster_text_field_init (KlasterTextField *self)
{
}

/**
 * klaster_text_field_add_focus:
 * @field: (transfer none): the widget in which one types
 *
 * For subclasses: a visit begins when @field gets the focus and ends when it leaves.
 */
void
klaster_text_field_add_focus (KlasterTextField *self,
                              GtkWidget        *field)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_return_if_fail (KLASTER_IS_TEXT_FIELD (self));

  g_signal_connect_object (focus, "enter", G_CALLBACK (focus_enter_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (focus_leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (field, focus);
}

/**
 * klaster_text_field_changed:
 *
 * For subclasses: the text of the widget changed.
 */
void
klaster_text_field_changed (KlasterTextField *self)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);
  KlasterFieldRow *row = KLASTER_FIELD_ROW (self);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (KLASTER_IS_TEXT_FIELD (self));

  if (priv->showing || !klaster_field_row_is_ready (row))
    {
      update_look (self);
      return;
    }

  stop_timeout (self);
  text = get_text (self);
  priv->dirty = TRUE;
  if (KLASTER_TEXT_FIELD_GET_CLASS (self)->validate (self, text, &error))
    {
      klaster_form_set_draft (klaster_field_row_get_form (row), klaster_field_row_get_column (row), NULL, NULL);
      klaster_field_row_set_message (row, NULL);
      priv->timeout = g_timeout_add (PAUSE_MS, timeout_cb, self);
    }
  else
    {
      klaster_form_set_draft (klaster_field_row_get_form (row), klaster_field_row_get_column (row), text, error->message);
      klaster_field_row_set_message (row, error->message);
    }
  update_look (self);
}

/**
 * klaster_text_field_commit:
 * @tidy: whether the text may be replaced by the usual spelling of its value: not while somebody goes on typing
 *
 * Writes what is pending, if it is valid.
 */
void
klaster_text_field_commit (KlasterTextField *self,
                           gboolean          tidy)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);
  KlasterFieldRow *row = KLASTER_FIELD_ROW (self);
  KlasterForm *form = klaster_field_row_get_form (row);

  g_return_if_fail (KLASTER_IS_TEXT_FIELD (self));

  stop_timeout (self);
  if (!klaster_field_row_is_ready (row))
    return;

  if (priv->dirty)
    {
      g_autofree char *text = get_text (self);
      g_autofree char *before = NULL;
      guint column = klaster_field_row_get_column (row);
      KlasterSharedState state;

      if (klaster_form_get_draft (form, column, NULL) != NULL)
        {
          /* A valid draft is one that the project could not take: leaving the field or Enter tries again. */
          if (!tidy || !KLASTER_TEXT_FIELD_GET_CLASS (self)->validate (self, text, NULL))
            return;
          klaster_form_set_draft (form, column, NULL, NULL);
          klaster_field_row_set_message (row, NULL);
        }

      state = KLASTER_TEXT_FIELD_GET_CLASS (self)->format (self, &before);
      priv->dirty = FALSE;
      /* Different values are not wiped out by a field that was left as empty as it was. */
      if (strcmp (text, before) != 0 && !(state == KLASTER_SHARED_DIFFERS && *text == '\0'))
        {
          priv->writing = TRUE;
          KLASTER_TEXT_FIELD_GET_CLASS (self)->write (self, text);
          priv->writing = FALSE;
        }
      remember_formatted (self);
    }
  if (tidy && !priv->dirty && priv->formatted)
    set_text (self, priv->formatted);
}

/**
 * klaster_text_field_revert:
 *
 * Gives up what was typed and not written.
 *
 * Returns: whether there was something
 */
gboolean
klaster_text_field_revert (KlasterTextField *self)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);
  KlasterFieldRow *row = KLASTER_FIELD_ROW (self);

  g_return_val_if_fail (KLASTER_IS_TEXT_FIELD (self), FALSE);

  if (!priv->dirty || !klaster_field_row_is_ready (row))
    return FALSE;

  stop_timeout (self);
  klaster_form_set_draft (klaster_field_row_get_form (row), klaster_field_row_get_column (row), NULL, NULL);
  klaster_field_row_set_message (row, NULL);
  priv->dirty = FALSE;
  remember_formatted (self);
  set_text (self, priv->formatted);
  update_look (self);

  return TRUE;
}

/**
 * klaster_text_field_is_pending:
 *
 * Returns: whether something was typed that is not written yet
 */
gboolean
klaster_text_field_is_pending (KlasterTextField *self)
{
  KlasterTextFieldPrivate *priv = klaster_text_field_get_instance_private (self);

  g_return_val_if_fail (KLASTER_IS_TEXT_FIELD (self), FALSE);

  return priv->dirty;
}

/**
 * klaster_text_field_enter:
 * @text: what is put in, as if it had been typed
 *
 * For calendars and lists of suggestions: shows @text and writes it at once.
 */
void
klaster_text_field_enter (KlasterTextField *self,
                          const char       *text)
{
  g_return_if_fail (KLASTER_IS_TEXT_FIELD (self));

  KLASTER_TEXT_FIELD_GET_CLASS (self)->set_text (self, text);
  klaster_text_field_changed (self);
  klaster_text_field_commit (self, TRUE);
}
