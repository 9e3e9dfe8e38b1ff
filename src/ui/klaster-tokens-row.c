/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-language.h"
#include "klaster-tokens-row.h"
#include "klaster-wrap-box.h"

struct _KlasterTokensRow
{
  KlasterFieldRow parent_instance;

  GtkWidget *chips;
  gboolean showing;
};

G_DEFINE_FINAL_TYPE (KlasterTokensRow, klaster_tokens_row, KLASTER_TYPE_FIELD_ROW)

static void
toggled_cb (GtkCheckButton   *chip,
            KlasterTokensRow *self)
{
  KlasterFieldRow *row = KLASTER_FIELD_ROW (self);

  if (self->showing || !klaster_field_row_is_ready (row))
    return;

  gtk_check_button_set_inconsistent (chip, FALSE);
  klaster_form_set_token (klaster_field_row_get_form (row), klaster_field_row_get_column (row),
                          g_object_get_data (G_OBJECT (chip), "token"), gtk_check_button_get_active (chip),
                          klaster_field_row_get_visit (row));
}

static void
fill (KlasterTokensRow *self)
{
  const KlasterColumnInfo *info = klaster_field_row_get_info (KLASTER_FIELD_ROW (self));
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (klaster_field_row_get_form (KLASTER_FIELD_ROW (self)));
  KlasterLanguage language = klaster_language_get_default ();

  for (guint i = 0; info->tokens[i]; i++)
    {
      const char *name = klaster_vocabulary_get_name (snapshot, info->tokens_name, info->tokens[i], language);
      GtkWidget *label = gtk_label_new (name);
      GtkWidget *chip = gtk_check_button_new ();

      /* Longer than the panel is wide in some languages. */
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_check_button_set_child (GTK_CHECK_BUTTON (chip), label);
      gtk_accessible_update_relation (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
      gtk_widget_add_css_class (chip, "chip");
      g_object_set_data (G_OBJECT (chip), "token", (gpointer) info->tokens[i]);
      g_signal_connect_object (chip, "toggled", G_CALLBACK (toggled_cb), self, 0);
      klaster_wrap_box_append (KLASTER_WRAP_BOX (self->chips), chip);
    }
}

static void
klaster_tokens_row_refresh (KlasterFieldRow *row)
{
  KlasterTokensRow *self = KLASTER_TOKENS_ROW (row);
  KlasterForm *form = klaster_field_row_get_form (row);
  guint column = klaster_field_row_get_column (row);

  if (gtk_widget_get_first_child (self->chips) == NULL)
    fill (self);

  self->showing = TRUE;
  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip; chip = gtk_widget_get_next_sibling (chip))
    {
      KlasterSharedToken held = klaster_form_get_token (form, column, g_object_get_data (G_OBJECT (chip), "token"));

      gtk_check_button_set_active (GTK_CHECK_BUTTON (chip), held == KLASTER_SHARED_EVERY_RECORD);
      gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (chip), held == KLASTER_SHARED_SOME_RECORDS);
      gtk_widget_set_tooltip_text (chip, held == KLASTER_SHARED_SOME_RECORDS ? C_("values", "differs") : NULL);
    }
  self->showing = FALSE;
  gtk_widget_set_sensitive (self->chips, klaster_form_get_editable (form));
}

static void
klaster_tokens_row_class_init (KlasterTokensRowClass *klass)
{
  KlasterFieldRowClass *row_class = KLASTER_FIELD_ROW_CLASS (klass);

  row_class->refresh = klaster_tokens_row_refresh;
}

static void
klaster_tokens_row_init (KlasterTokensRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->chips = klaster_wrap_box_new (3);
  gtk_widget_set_margin_top (self->chips, 3);
  klaster_field_row_set_content (KLASTER_FIELD_ROW (self), self->chips, self->chips);
  g_signal_connect_object (focus, "enter", G_CALLBACK (klaster_field_row_begin_visit), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->chips, focus);
}

/**
 * klaster_tokens_row_get_chip:
 * @token: a token
 *
 * Returns: (transfer none) (nullable): the GtkCheckButton for it
 */
GtkWidget *
klaster_tokens_row_get_chip (KlasterTokensRow *self,
                             const char       *token)
{
  g_return_val_if_fail (KLASTER_IS_TOKENS_ROW (self), NULL);

  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip; chip = gtk_widget_get_next_sibling (chip))
    if (strcmp (g_object_get_data (G_OBJECT (chip), "token"), token) == 0)
      return chip;

  return NULL;
}
