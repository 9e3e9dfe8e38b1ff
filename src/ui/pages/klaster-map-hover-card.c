/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a map shows beside the pointer: the member, group or link under it in a few lines.
 */
#define G_LOG_DOMAIN "Klaster"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-derive.h"
#include "klaster-map-hover-card.h"

#define MAX_ATTENTION 2
#define DELAY 350
#define DISTANCE 18
#define MARGIN 12

struct _KlasterMapHoverCard
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *title;
  GtkWidget *subtitle;
  GtkWidget *detail;
  GtkWidget *coded;           /* what colour and size tell */
  GtkWidget *attention[MAX_ATTENTION];
  GtkWidget *attention_labels[MAX_ATTENTION];
  double x, y;

  KlasterMapView *view;       /* unowned: both are in one page */
  char *date;
  guint timeout;
};

G_DEFINE_FINAL_TYPE (KlasterMapHoverCard, klaster_map_hover_card, GTK_TYPE_WIDGET)

static void
klaster_map_hover_card_dispose (GObject *object)
{
  KlasterMapHoverCard *self = KLASTER_MAP_HOVER_CARD (object);

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->view)
    g_signal_handlers_disconnect_by_data (self->view, self);
  g_clear_weak_pointer (&self->view);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_map_hover_card_parent_class)->dispose (object);
}

static void
klaster_map_hover_card_finalize (GObject *object)
{
  g_free (KLASTER_MAP_HOVER_CARD (object)->date);

  G_OBJECT_CLASS (klaster_map_hover_card_parent_class)->finalize (object);
}

static void
klaster_map_hover_card_class_init (KlasterMapHoverCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_map_hover_card_dispose;
  object_class->finalize = klaster_map_hover_card_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "maphovercard");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLTIP);
}

static GtkWidget *
add_label (KlasterMapHoverCard *self,
           const char          *style_class)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 36);
  if (style_class)
    gtk_widget_add_css_class (label, style_class);
  gtk_box_append (GTK_BOX (self->box), label);

  return label;
}

static void
klaster_map_hover_card_init (KlasterMapHoverCard *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  self->title = add_label (self, "heading");
  self->subtitle = add_label (self, NULL);
  self->detail = add_label (self, "dim-label");
  self->coded = add_label (self, NULL);
  for (int i = 0; i < MAX_ATTENTION; i++)
    {
      GtkWidget *image = gtk_image_new_from_icon_name ("klaster-attention-symbolic");

      self->attention[i] = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      gtk_widget_set_valign (image, GTK_ALIGN_START);
      gtk_box_append (GTK_BOX (self->attention[i]), image);
      gtk_box_append (GTK_BOX (self->box), self->attention[i]);
      self->attention_labels[i] = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (self->attention_labels[i]), 0);
      gtk_label_set_wrap (GTK_LABEL (self->attention_labels[i]), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (self->attention_labels[i]), 34);
      gtk_box_append (GTK_BOX (self->attention[i]), self->attention_labels[i]);
    }
}

static void
set_text (GtkWidget  *label,
          const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text ? text : "");
  gtk_widget_set_visible (label, text && *text);
}

static char *
join (const char *a,
      const char *b)
{
  if (a == NULL || *a == '\0')
    return g_strdup (b);
  if (b == NULL || *b == '\0')
    return g_strdup (a);

  return g_strdup_printf ("%s · %s", a, b);
}

static void
show_member (KlasterMapHoverCard *self,
             KlasterMapScene     *scene,
             gint64               id,
             const char          *date,
             KlasterLanguage      language)
{
  KlasterSnapshot *snapshot = klaster_map_scene_get_snapshot (scene);
  KlasterCoding *coding = klaster_map_scene_get_coding (scene);
  KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, id);
  g_autofree char *coded = NULL;
  g_autofree char *subtitle = NULL;
  g_autofree char *detail = NULL;
  g_autofree char *links = NULL;
  const KlasterDistrict *district;
  const char *district_name;
  guint n_links;

  if (row == NULL)
    return;

  set_text (self->title, klaster_row_get_name (row, KLASTER_INSTITUTION_NAME_UZ, language));
  subtitle = join (klaster_vocabulary_get_name (snapshot, "institution_kinds",
                                                klaster_row_get_text (row, KLASTER_INSTITUTION_KIND), language),
                   klaster_vocabulary_get_name (snapshot, "institution_roles",
                                                klaster_row_get_text (row, KLASTER_INSTITUTION_ROLE), language));
  set_text (self->subtitle, subtitle);

  n_links = klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_FROM_ID, id)
            + klaster_snapshot_count_referrers (snapshot, KLASTER_TABLE_COOPERATION, KLASTER_COOPERATION_TO_ID, id);
  /* Where colour or size say how many there are in the scope, another number beside it would only confuse. */
  if (klaster_coding_get_color_by (coding) != KLASTER_ATTRIBUTE_COOPERATIONS
      && klaster_coding_get_size_by (coding) != KLASTER_ATTRIBUTE_COOPERATIONS)
    links = g_strdup_printf (ngettext ("%u cooperation", "%u cooperations", n_links), n_links);
  district_name = klaster_row_get_text (row, KLASTER_INSTITUTION_DISTRICT);
  district = district_name ? klaster_districts_find (district_name) : NULL;
  detail = join (district ? district->names[language] : district_name, links);
  set_text (self->detail, detail);
  coded = klaster_coding_describe (coding, row, "\n");
  set_text (self->coded, coded);

  if (date)
    {
      g_autoptr (GPtrArray) attention = klaster_institution_list_attention (snapshot, id, date, language);

      for (guint i = 0; i < MIN (attention->len, MAX_ATTENTION); i++)
        {
          KlasterAttention *item = g_ptr_array_index (attention, i);
          GtkWidget *image = gtk_widget_get_first_child (self->attention[i]);

          gtk_image_set_from_icon_name (GTK_IMAGE (image), item->level == KLASTER_ATTENTION_OVERDUE
                                                             ? "klaster-overdue-symbolic"
                                                             : "klaster-attention-symbolic");
          set_text (self->attention_labels[i], item->title);
          gtk_widget_set_visible (self->attention[i], TRUE);
        }
    }
}

/* How many of each kind, the most frequent first. */
static void
show_cluster (KlasterMapHoverCard *self,
              KlasterMapScene     *scene,
              int                  zoom,
              const KlasterMapHit *hit,
              KlasterLanguage      language)
{
  KlasterSnapshot *snapshot = klaster_map_scene_get_snapshot (scene);
  const KlasterColumnInfo *info = klaster_schema_get_column (KLASTER_TABLE_INSTITUTION, KLASTER_INSTITUTION_KIND);
  g_autoptr (GArray) ids = klaster_map_scene_list_cluster (scene, zoom, hit->id);
  g_autoptr (GString) kinds = g_string_new (NULL);
  g_autofree char *title = NULL;
  guint counts[KLASTER_N_KINDS] = { 0 };

  title = g_strdup_printf (ngettext ("%u member", "%u members", hit->n), hit->n);
  set_text (self->title, title);
  for (guint i = 0; i < ids->len; i++)
    {
      KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_INSTITUTION, g_array_index (ids, gint64, i));
      int kind = row ? klaster_row_get_token (row, KLASTER_INSTITUTION_KIND) : -1;

      if (kind >= 0 && kind < KLASTER_N_KINDS)
        counts[kind]++;
    }
  for (int shown = 0; shown < 4; shown++)
    {
      int best = 0;

      for (int kind = 1; kind < KLASTER_N_KINDS; kind++)
        if (counts[kind] > counts[best])
          best = kind;
      if (counts[best] == 0)
        break;
      g_string_append_printf (kinds, "%s%u × %s", kinds->len > 0 ? "\n" : "", counts[best],
                              klaster_vocabulary_get_name (snapshot, "institution_kinds", info->tokens[best], language));
      counts[best] = 0;
    }
  set_text (self->subtitle, kinds->str);
  set_text (self->detail, hit->one_spot ? _("All in one place. Click to fan them out.") : _("Click to see them closer."));
}

static void
show_link (KlasterMapHoverCard *self,
           KlasterSnapshot     *snapshot,
           const KlasterMapHit *hit,
           KlasterLanguage      language)
{
  KlasterRow *row = klaster_snapshot_lookup (snapshot, KLASTER_TABLE_COOPERATION, hit->id);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;
  const char *orientation, *status;

  if (row == NULL)
    return;

  title = klaster_record_describe (snapshot, row, language);
  set_text (self->title, title);
  orientation = klaster_cooperation_get_orientation (snapshot, row, NULL, NULL);
  status = klaster_row_get_text (row, KLASTER_COOPERATION_STATUS);
  subtitle = join (orientation ? klaster_vocabulary_get_name (snapshot, "orientations", orientation, language) : NULL,
                   status ? klaster_vocabulary_get_name (snapshot, "cooperation_statuses", status, language) : NULL);
  set_text (self->subtitle, subtitle);
}

static void
set_hit (KlasterMapHoverCard *self,
         KlasterMapScene     *scene,
         int                  zoom,
         const KlasterMapHit *hit,
         const char          *date,
         KlasterLanguage      language)
{
  g_return_if_fail (KLASTER_IS_MAP_HOVER_CARD (self));

  set_text (self->title, NULL);
  set_text (self->subtitle, NULL);
  set_text (self->detail, NULL);
  set_text (self->coded, NULL);
  for (int i = 0; i < MAX_ATTENTION; i++)
    gtk_widget_set_visible (self->attention[i], FALSE);

  switch (hit->type)
    {
    case KLASTER_MAP_HIT_MEMBER:
      show_member (self, scene, hit->id, date, language);
      break;
    case KLASTER_MAP_HIT_CLUSTER:
      show_cluster (self, scene, zoom, hit, language);
      break;
    case KLASTER_MAP_HIT_LINK:
      show_link (self, klaster_map_scene_get_snapshot (scene), hit, language);
      break;
    case KLASTER_MAP_HIT_BUNDLE:
      {
        g_autofree char *title = g_strdup_printf (ngettext ("%u cooperation between these members",
                                                            "%u cooperations between these members", hit->n), hit->n);

        set_text (self->title, title);
      }
      break;
    case KLASTER_MAP_HIT_NOTHING:
    default:
      break;
    }
}

static void
set_anchor (KlasterMapHoverCard *self,
            double               x,
            double               y)
{
  g_return_if_fail (KLASTER_IS_MAP_HOVER_CARD (self));

  self->x = x;
  self->y = y;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

/* Until the pointer rests on something else. */
static void
hide (KlasterMapHoverCard *self)
{
  g_return_if_fail (KLASTER_IS_MAP_HOVER_CARD (self));

  g_clear_handle_id (&self->timeout, g_source_remove);
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

static gboolean
show_cb (gpointer user_data)
{
  KlasterMapHoverCard *self = user_data;
  KlasterMapScene *scene = klaster_map_view_get_scene (self->view);
  KlasterMapCamera *camera = klaster_map_view_get_camera (self->view);
  KlasterMapHit hit;
  double x, y;

  self->timeout = 0;
  if (scene == NULL || !klaster_map_view_get_hover (self->view, &hit, &x, &y) || klaster_map_camera_is_moving (camera))
    return G_SOURCE_REMOVE;

  set_hit (self, scene, (int) klaster_map_camera_get_target_zoom (camera), &hit, self->date,
                                  klaster_map_view_get_style (self->view)->language);
  set_anchor (self, x, y);
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);

  return G_SOURCE_REMOVE;
}

static void
hover_changed_cb (KlasterMapView      *view,
                  KlasterMapHoverCard *self)
{
  gboolean was_visible = gtk_widget_get_visible (GTK_WIDGET (self));
  KlasterMapHit hit;
  double x, y;

  hide (self);
  /* Going on from one to the next does not wait again. */
  if (klaster_map_view_get_hover (view, &hit, &x, &y))
    self->timeout = g_timeout_add (was_visible ? DELAY / 4 : DELAY, show_cb, self);
}

static void
view_changed_cb (KlasterMapView      *view,
                 KlasterMapHoverCard *self)
{
  if (gtk_widget_get_visible (GTK_WIDGET (self)))
    hide (self);
}

/**
 * klaster_map_hover_card_follow:
 * @self: a card
 * @view: whose pointer to follow
 */
void
klaster_map_hover_card_follow (KlasterMapHoverCard *self,
                               KlasterMapView      *view)
{
  g_return_if_fail (KLASTER_IS_MAP_HOVER_CARD (self));
  g_return_if_fail (KLASTER_IS_MAP_VIEW (view) && self->view == NULL);

  g_set_weak_pointer (&self->view, view);
  g_signal_connect (view, "hover-changed", G_CALLBACK (hover_changed_cb), self);
  g_signal_connect (view, "view-changed", G_CALLBACK (view_changed_cb), self);
  g_signal_connect_swapped (view, "scene-changed", G_CALLBACK (hide), self);
  g_signal_connect_swapped (view, "context-requested", G_CALLBACK (hide), self);
}

/**
 * klaster_map_hover_card_set_date:
 * @self: a card
 * @date: (nullable): YYYY-MM-DD from which what needs attention is derived
 */
void
klaster_map_hover_card_set_date (KlasterMapHoverCard *self,
                                 const char          *date)
{
  g_return_if_fail (KLASTER_IS_MAP_HOVER_CARD (self));

  g_free (self->date);
  self->date = g_strdup (date);
}

/**
 * klaster_map_hover_card_place:
 * @self: a card
 * @width: of the overlay that it is in
 * @height: of the overlay
 * @allocation: (out): beside what it is about, within the overlay
 */
void
klaster_map_hover_card_place (KlasterMapHoverCard *self,
                              int                  width,
                              int                  height,
                              GdkRectangle        *allocation)
{
  GtkRequisition minimum, natural;

  g_return_if_fail (KLASTER_IS_MAP_HOVER_CARD (self));

  gtk_widget_get_preferred_size (GTK_WIDGET (self), &minimum, &natural);
  allocation->width = MAX (minimum.width, MIN (natural.width, width - 2 * MARGIN));
  allocation->height = natural.height;
  allocation->x = (int) self->x + DISTANCE;
  if (allocation->x + allocation->width > width - MARGIN)
    allocation->x = (int) self->x - DISTANCE - allocation->width;
  allocation->x = MAX (MARGIN, allocation->x);
  allocation->y = CLAMP ((int) self->y - allocation->height / 2, MARGIN, MAX (MARGIN, height - MARGIN - allocation->height));
}
