/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-choice-row.h"
#include "klaster-language.h"

struct _KlasterChoiceRow
{
  KlasterFieldRow parent_instance;

  GtkWidget *drop_down;
  GPtrArray *tokens; /* what the items stand for: "" is null, NULL several values */
  char *null_label;  /* (nullable): what "not known" is called in this row */
  gboolean differs;
  gboolean showing;
  gboolean choosing; /* the drop-down tells what was chosen: its items must stay */
  guint refresh_id;
};

G_DEFINE_FINAL_TYPE (KlasterChoiceRow, klaster_choice_row, KLASTER_TYPE_FIELD_ROW)

/* The items: [differs] [not known] the values. */
static void
fill (KlasterChoiceRow        *self,
      const KlasterColumnInfo *info,
      KlasterSnapshot         *snapshot,
      gboolean                 differs)
{
  KlasterLanguage language = klaster_language_get_default ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  g_ptr_array_set_size (self->tokens, 0);
  if (differs)
    {
      g_ptr_array_add (self->tokens, NULL);
      gtk_string_list_append (names, C_("values", "differs"));
    }
  if ((info->flags & KLASTER_COLUMN_REQUIRED) == 0)
    {
      g_ptr_array_add (self->tokens, (gpointer) "");
      gtk_string_list_append (names, self->null_label ? self->null_label : C_("values", "Not known"));
    }
  if (info->type == KLASTER_COLUMN_BOOLEAN)
    {
      g_ptr_array_add (self->tokens, (gpointer) "1");
      gtk_string_list_append (names, C_("truth", "Yes"));
      g_ptr_array_add (self->tokens, (gpointer) "0");
      gtk_string_list_append (names, C_("truth", "No"));
    }
  else if (info->type == KLASTER_COLUMN_INTEGER)
    {
      for (int i = (int) info->minimum; i <= (int) info->maximum; i++)
        {
          g_autofree char *number = g_strdup_printf ("%d", i);

          g_ptr_array_add (self->tokens, (gpointer) g_intern_string (number));
          gtk_string_list_append (names, number);
        }
    }
  else
    {
      for (guint i = 0; info->tokens[i]; i++)
        {
          g_ptr_array_add (self->tokens, (gpointer) info->tokens[i]);
          gtk_string_list_append (names, klaster_vocabulary_get_name (snapshot, info->tokens_name, info->tokens[i], language));
        }
    }
  self->differs = differs;
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->drop_down), G_LIST_MODEL (names));
}

static guint
find_item (KlasterChoiceRow *self,
           KlasterValue      value)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, value.type == KLASTER_VALUE_INTEGER ? value.integer : 0);
  const char *token = value.type == KLASTER_VALUE_TEXT ? value.text : value.type == KLASTER_VALUE_INTEGER ? number : "";

  for (guint i = 0; i < self->tokens->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->tokens, i), token) == 0)
      return i;

  return GTK_INVALID_LIST_POSITION;
}

static void
selected_cb (KlasterChoiceRow *self)
{
  KlasterFieldRow *row = KLASTER_FIELD_ROW (self);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down));
  const char *token;
  KlasterValue value;

  if (self->showing || selected >= self->tokens->len || !klaster_field_row_is_ready (row))
    return;
  token = g_ptr_array_index (self->tokens, selected);
  if (token == NULL)
    return;

  if (*token == '\0')
    value = KLASTER_NULL;
  else if (klaster_field_row_get_info (row)->type == KLASTER_COLUMN_BOOLEAN
           || klaster_field_row_get_info (row)->type == KLASTER_COLUMN_INTEGER)
    value = KLASTER_INTEGER (g_ascii_strtoll (token, NULL, 10));
  else
    value = KLASTER_TEXT (token);
  self->choosing = TRUE;
  klaster_form_set_value (klaster_field_row_get_form (row), klaster_field_row_get_column (row), value,
                          klaster_field_row_get_visit (row), NULL);
  self->choosing = FALSE;
}

static gboolean
refresh_cb (gpointer user_data)
{
  KlasterChoiceRow *self = user_data;

  self->refresh_id = 0;
  klaster_field_row_refresh (KLASTER_FIELD_ROW (self));

  return G_SOURCE_REMOVE;
}

static void
klaster_choice_row_refresh (KlasterFieldRow *row)
{
  KlasterChoiceRow *self = KLASTER_CHOICE_ROW (row);
  KlasterForm *form = klaster_field_row_get_form (row);
  KlasterValue value;
  KlasterSharedState state = klaster_form_get_shared (form, klaster_field_row_get_column (row), &value);
  gboolean differs = state == KLASTER_SHARED_DIFFERS;
  guint item;

  if (self->choosing)
    {
      if (self->refresh_id == 0)
        self->refresh_id = g_idle_add_full (G_PRIORITY_DEFAULT, refresh_cb, self, NULL);
      return;
    }

  self->showing = TRUE;
  if (self->tokens->len == 0 || self->differs != differs)
    fill (self, klaster_field_row_get_info (row), klaster_form_get_snapshot (form), differs);
  item = differs ? 0 : state == KLASTER_SHARED_NONE ? GTK_INVALID_LIST_POSITION : find_item (self, value);
  if (gtk_drop_down_get_selected (GTK_DROP_DOWN (self->drop_down)) != item)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->drop_down), item);
  self->showing = FALSE;
  /* Where null has a name of its own, it says something. */
  if (differs || (value.type == KLASTER_VALUE_NULL && self->null_label == NULL))
    gtk_widget_add_css_class (self->drop_down, "no-value");
  else
    gtk_widget_remove_css_class (self->drop_down, "no-value");
  gtk_widget_set_sensitive (self->drop_down, klaster_form_get_editable (form));
}

static void
klaster_choice_row_dispose (GObject *object)
{
  g_clear_handle_id (&KLASTER_CHOICE_ROW (object)->refresh_id, g_source_remove);

  G_OBJECT_CLASS (klaster_choice_row_parent_class)->dispose (object);
}

static void
klaster_choice_row_finalize (GObject *object)
{
  KlasterChoiceRow *self = KLASTER_CHOICE_ROW (object);

  g_ptr_array_unref (self->tokens);
  g_free (self->null_label);

  G_OBJECT_CLASS (klaster_choice_row_parent_class)->finalize (object);
}

static void
klaster_choice_row_class_init (KlasterChoiceRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KlasterFieldRowClass *row_class = KLASTER_FIELD_ROW_CLASS (klass);

  object_class->dispose = klaster_choice_row_dispose;
  object_class->finalize = klaster_choice_row_finalize;
  row_class->refresh = klaster_choice_row_refresh;
}

/* A picture before the name, where there is one for each choice, and the name, which in the button gives way. */
static void
setup_item_cb (KlasterChoiceRow *self,
               GtkListItem      *item,
               gboolean          ellipsize)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  if (ellipsize)
    {
      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    }
  else
    {
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (label), 40);
    }
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
setup_button_cb (KlasterChoiceRow *self,
                 GtkListItem      *item)
{
  setup_item_cb (self, item, TRUE);
}

static void
setup_list_cb (KlasterChoiceRow *self,
               GtkListItem      *item)
{
  setup_item_cb (self, item, FALSE);
}

static void
bind_item_cb (KlasterChoiceRow *self,
              GtkListItem      *item)
{
  GtkWidget *image = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkStringObject *string = gtk_list_item_get_item (item);
  const KlasterColumnInfo *info = klaster_field_row_get_info (KLASTER_FIELD_ROW (self));
  guint position = gtk_list_item_get_position (item);
  const char *token = position < self->tokens->len ? g_ptr_array_index (self->tokens, position) : NULL;
  g_autofree char *icon = g_strcmp0 (info->tokens_name, "institution_kinds") == 0 && token && *token
                            ? g_strdup_printf ("klaster-kind-%s-symbolic", token)
                            : NULL;

  gtk_image_set_from_icon_name (GTK_IMAGE (image), icon);
  gtk_widget_set_visible (image, icon != NULL);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (image)), gtk_string_object_get_string (string));
}

static GtkListItemFactory *
make_factory (KlasterChoiceRow *self,
              GCallback         setup)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", setup, self, G_CONNECT_SWAPPED);
  g_signal_connect_object (factory, "bind", G_CALLBACK (bind_item_cb), self, G_CONNECT_SWAPPED);

  return factory;
}

static void
klaster_choice_row_init (KlasterChoiceRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autoptr (GtkListItemFactory) in_button = make_factory (self, G_CALLBACK (setup_button_cb));
  g_autoptr (GtkListItemFactory) in_list = make_factory (self, G_CALLBACK (setup_list_cb));

  self->tokens = g_ptr_array_new ();
  self->drop_down = gtk_drop_down_new (NULL, NULL);
  gtk_drop_down_set_factory (GTK_DROP_DOWN (self->drop_down), in_button);
  gtk_drop_down_set_list_factory (GTK_DROP_DOWN (self->drop_down), in_list);
  gtk_widget_set_hexpand (self->drop_down, TRUE);
  klaster_field_row_set_content (KLASTER_FIELD_ROW (self), self->drop_down, self->drop_down);
  g_signal_connect_object (self->drop_down, "notify::selected", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "enter", G_CALLBACK (klaster_field_row_begin_visit), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->drop_down, focus);
}

/**
 * klaster_choice_row_get_drop_down:
 *
 * Returns: (transfer none): the GtkDropDown
 */
GtkWidget *
klaster_choice_row_get_drop_down (KlasterChoiceRow *self)
{
  g_return_val_if_fail (KLASTER_IS_CHOICE_ROW (self), NULL);

  return self->drop_down;
}

/**
 * klaster_choice_row_set_null_label:
 * @label: (nullable): what the item says that leaves the column empty; %NULL: "Not known"
 */
void
klaster_choice_row_set_null_label (KlasterChoiceRow *self,
                                   const char       *label)
{
  g_return_if_fail (KLASTER_IS_CHOICE_ROW (self));

  if (g_strcmp0 (self->null_label, label) == 0)
    return;

  g_free (self->null_label);
  self->null_label = g_strdup (label);
  /* The items are made anew. */
  g_ptr_array_set_size (self->tokens, 0);
  if (klaster_field_row_is_ready (KLASTER_FIELD_ROW (self)))
    klaster_choice_row_refresh (KLASTER_FIELD_ROW (self));
}
