// Elasticsearch 8.19 keeps the contract of stores.
import { describeOnElasticsearch } from '../support/elasticsearch/describe-on-elasticsearch.js';

describeOnElasticsearch('8.19.21');
