// Clusters to begin with. They are a part of the page, so that nothing has to be fetched.
import drbdMysql from "../../../cib-samples/drbd-mysql.xml";
import galera from "../../../cib-samples/galera.xml";
import nfsGroup from "../../../cib-samples/nfs-group.xml";
import outage2017 from "../../../cib-samples/postgres-outage-2017.xml";
import outage from "../../../cib-samples/postgres-outage.xml";
import reverse from "../../../cib-samples/postgres-reverse.xml";
import rabbitmq from "../../../cib-samples/rabbitmq.xml";
import sapHana from "../../../cib-samples/sap-hana-scale-up.xml";
import webServer from "../../../cib-samples/web-server.xml";
import type { Situation } from "./situation";

const outageEvents = [["--agent", "msPostgresql=pgsql"], ["--wait", "0.5"], ["--op", "Postgresql_monitor_2000@pg02=1"], ["--wait", "1.5"], ["--fail", "Postgresql@pg01"], ["--wait", "90"]];

export const samples: [title: string, situation: Situation][] = [
  ["The outage of 2017: -INFINITY and -1000", { name: "postgres-outage-2017.xml", text: outage2017, events: outageEvents, slider: "backup-vip-not-with-master" }],
  ["PostgreSQL: promoted with no point to spare", { name: "postgres-outage.xml", text: outage, events: [["--fail", "pg01"]], slider: "backup-vip-not-with-primary" }],
  ["PostgreSQL: nobody is promoted", { name: "postgres-reverse.xml", text: reverse, events: [["--fail", "pg01"]], slider: null }],
  ["A web server", { name: "web-server.xml", text: webServer, events: [], slider: null }],
  ["MySQL on DRBD", { name: "drbd-mysql.xml", text: drbdMysql, events: [], slider: null }],
  ["Galera", { name: "galera.xml", text: galera, events: [], slider: null }],
  ["NFS", { name: "nfs-group.xml", text: nfsGroup, events: [], slider: null }],
  ["RabbitMQ", { name: "rabbitmq.xml", text: rabbitmq, events: [], slider: null }],
  ["SAP HANA", { name: "sap-hana-scale-up.xml", text: sapHana, events: [], slider: null }],
];
