/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-language.h"
#include "klaster-token-text.h"
#include "klaster-tokens-row.h"
#include "klaster-width-first.h"
#include "klaster-wrap-box.h"

struct _KlasterTokensRow
{
  KlasterFieldRow parent_instance;

  GtkWidget *chips;
  gboolean described;
  char *words; /* (nullable): the project's own words that the chips were made from */
  gboolean showing;
};

enum
{
  PROP_DESCRIBED = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

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

/* The name of a token and, where it is wanted, what it means. */
static GtkWidget *
make_chip_content (KlasterTokensRow *self,
                   GtkWidget        *chip,
                   const char       *name,
                   const char       *description)
{
  GtkWidget *label = gtk_label_new (name);
  GtkWidget *caption, *box;

  /* Longer than the panel is wide in some languages. */
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
  if (description == NULL)
    return label;

  gtk_accessible_update_property (GTK_ACCESSIBLE (chip), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  if (!self->described)
    {
      gtk_widget_set_tooltip_text (chip, description);
      return label;
    }
  caption = gtk_label_new (description);
  gtk_label_set_wrap (GTK_LABEL (caption), TRUE);
  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "caption");
  gtk_widget_add_css_class (caption, "dim-label");
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), caption);

  return box;
}

static void
add_chip (KlasterTokensRow *self,
          KlasterSnapshot  *snapshot,
          const char       *tokens_name,
          const char       *token)
{
  const char *name = klaster_vocabulary_get_name (snapshot, tokens_name, token, klaster_language_get_default ());
  const char *description = klaster_token_get_description (tokens_name, token);
  GtkWidget *chip = gtk_check_button_new ();

  gtk_check_button_set_child (GTK_CHECK_BUTTON (chip),
                              klaster_width_first_new (make_chip_content (self, chip, name, description)));
  if (!self->described)
    gtk_widget_add_css_class (chip, "chip");
  g_object_set_data (G_OBJECT (chip), "token", (gpointer) token);
  g_object_set_data (G_OBJECT (chip), "description", (gpointer) description);
  g_signal_connect_object (chip, "toggled", G_CALLBACK (toggled_cb), self, 0);
  klaster_wrap_box_append (KLASTER_WRAP_BOX (self->chips), chip);
}

/* The words that the project has added, and what they are called: what chips have to be made anew for. */
static char *
list_words (KlasterSnapshot *snapshot)
{
  GString *words = g_string_new (NULL);
  KlasterRowIter iter;
  KlasterRow *word;

  if (snapshot)
    klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_VOCABULARY);
  while (snapshot && klaster_row_iter_next (&iter, &word))
    g_string_append_printf (words, "%s\t%s\t%s\n", klaster_row_get_text (word, KLASTER_VOCABULARY_LIST),
                            klaster_row_get_text (word, KLASTER_VOCABULARY_TOKEN),
                            klaster_row_get_name (word, KLASTER_VOCABULARY_NAME_UZ, klaster_language_get_default ()));

  return g_string_free (words, FALSE);
}

/* The tokens that every project has, then those that this one has added. */
static void
fill (KlasterTokensRow *self)
{
  const KlasterColumnInfo *info = klaster_field_row_get_info (KLASTER_FIELD_ROW (self));
  KlasterSnapshot *snapshot = klaster_form_get_snapshot (klaster_field_row_get_form (KLASTER_FIELD_ROW (self)));
  KlasterRowIter iter;
  KlasterRow *word;

  klaster_wrap_box_clear (KLASTER_WRAP_BOX (self->chips));
  for (guint i = 0; info->tokens[i]; i++)
    add_chip (self, snapshot, info->tokens_name, info->tokens[i]);
  g_free (self->words);
  self->words = list_words (snapshot);
  if (snapshot == NULL)
    return;
  klaster_row_iter_init (&iter, snapshot, KLASTER_TABLE_VOCABULARY);
  while (klaster_row_iter_next (&iter, &word))
    if (g_strcmp0 (klaster_row_get_text (word, KLASTER_VOCABULARY_LIST), info->tokens_name) == 0
        && klaster_tokens_find (info->tokens, klaster_row_get_text (word, KLASTER_VOCABULARY_TOKEN)) < 0)
      add_chip (self, snapshot, info->tokens_name, g_intern_string (klaster_row_get_text (word, KLASTER_VOCABULARY_TOKEN)));
}

static gboolean
is_filled (KlasterTokensRow *self,
           KlasterForm      *form)
{
  g_autofree char *words = list_words (klaster_form_get_snapshot (form));

  return gtk_widget_get_first_child (self->chips) != NULL && g_strcmp0 (self->words, words) == 0;
}

static void
klaster_tokens_row_refresh (KlasterFieldRow *row)
{
  KlasterTokensRow *self = KLASTER_TOKENS_ROW (row);
  KlasterForm *form = klaster_field_row_get_form (row);
  guint column = klaster_field_row_get_column (row);

  if (!is_filled (self, form))
    fill (self);

  self->showing = TRUE;
  for (GtkWidget *chip = gtk_widget_get_first_child (self->chips); chip; chip = gtk_widget_get_next_sibling (chip))
    {
      KlasterSharedToken held = klaster_form_get_token (form, column, g_object_get_data (G_OBJECT (chip), "token"));

      gtk_check_button_set_active (GTK_CHECK_BUTTON (chip), held == KLASTER_SHARED_EVERY_RECORD);
      gtk_check_button_set_inconsistent (GTK_CHECK_BUTTON (chip), held == KLASTER_SHARED_SOME_RECORDS);
      gtk_widget_set_tooltip_text (chip, held == KLASTER_SHARED_SOME_RECORDS ? C_("values", "differs")
                                         : self->described ? NULL : g_object_get_data (G_OBJECT (chip), "description"));
    }
  self->showing = FALSE;
  gtk_widget_set_sensitive (self->chips, klaster_form_get_editable (form));
}

static void
klaster_tokens_row_get_property (GObject    *object,
                                 guint       property_id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_DESCRIBED:
      g_value_set_boolean (value, KLASTER_TOKENS_ROW (object)->described);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_tokens_row_set_property (GObject      *object,
                                 guint         property_id,
                                 const GValue *value,
                                 GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_DESCRIBED:
      KLASTER_TOKENS_ROW (object)->described = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_tokens_row_finalize (GObject *object)
{
  g_free (KLASTER_TOKENS_ROW (object)->words);

  G_OBJECT_CLASS (klaster_tokens_row_parent_class)->finalize (object);
}

static void
klaster_tokens_row_class_init (KlasterTokensRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KlasterFieldRowClass *row_class = KLASTER_FIELD_ROW_CLASS (klass);

  object_class->finalize = klaster_tokens_row_finalize;
  object_class->get_property = klaster_tokens_row_get_property;
  object_class->set_property = klaster_tokens_row_set_property;
  row_class->refresh = klaster_tokens_row_refresh;

  properties[PROP_DESCRIBED] = g_param_spec_boolean ("described", NULL, NULL, FALSE,
                                                     G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
klaster_tokens_row_init (KlasterTokensRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->chips = klaster_wrap_box_new (3);
  g_object_set (self->chips, "one-stop", TRUE, NULL);
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
